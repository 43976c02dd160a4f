package org.servletmpm.it.bench.overload;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.servletmpm.it.client.TrustingTls;

/**
 * TLS and HTTP/2, with the JDK's clients. Those of HTTP/2 have a connection each, and a request
 * that is given up is a stream that is reset.
 */
final class ClientLoop implements Load {

    private static final int CLIENTS = 8;

    private final List<HttpClient> clients;
    private final HttpRequest request;
    private final long patienceNanos;
    private final int repeats;
    private final Tally tally = new Tally();
    private final Phaser open = new Phaser(1);

    /** On {@link System#nanoTime}. */
    private long start;

    /**
     * @param patienceMillis after which a request is given up
     * @param repeats how often one that was refused, or given up, is asked again at once
     */
    ClientLoop(String url, HttpClient.Version version, long patienceMillis, int repeats) {
        this.clients =
                Stream.generate(
                                () ->
                                        HttpClient.newBuilder()
                                                .version(version)
                                                .sslContext(TrustingTls.context())
                                                .build())
                        .limit(CLIENTS)
                        .toList();
        this.request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofMillis(patienceMillis))
                        .build();
        this.patienceNanos = patienceMillis * 1_000_000;
        this.repeats = repeats;
    }

    @Override
    public Tally run(Offer offer, long millis) {
        start = System.nanoTime();
        long end = start + millis * 1_000_000;
        int sent = 0;
        for (long now = start; now < end; now = System.nanoTime()) {
            for (; sent < offer.sentAfter(now - start); sent++) {
                open.register();
                begin(clients.get(sent % CLIENTS), repeats);
            }
            LockSupport.parkNanos(500_000);
        }
        open.arriveAndAwaitAdvance();
        return tally;
    }

    private void begin(HttpClient client, int repeatsLeft) {
        tally.sent();
        long began = System.nanoTime();
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .whenComplete(
                        (response, failure) -> {
                            boolean again = isOver(began, response, failure);
                            if (again && repeatsLeft > 0) {
                                begin(client, repeatsLeft - 1);
                            } else {
                                open.arriveAndDeregister();
                            }
                        });
    }

    /**
     * @return whether a client that repeats would
     */
    private boolean isOver(long began, HttpResponse<Void> response, Throwable failure) {
        long took = System.nanoTime() - began;
        if (failure == null && took <= patienceNanos) {
            int status = response.statusCode();
            tally.answered(status, began - start, took);
            return status != 200;
        }
        if (failure == null) {
            // The JDK's timer was late, as on a processor that is full.
            tally.left();
            return true;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof HttpTimeoutException) {
            tally.left();
        } else {
            tally.failed();
        }
        return true;
    }
}

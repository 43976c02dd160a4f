package org.servletmpm.it.soak;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.client.Crowd;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.TrustingTls;

/**
 * So many clients at work for so many seconds; afterwards they are all gone.
 *
 * @param silenceMillis how long a client may neither read nor send
 */
record Phase(int clients, int seconds, long silenceMillis, long seed) {

    private static final int BROWSERS = 3;

    void run(List<Target> targets, List<Acts.Named> acts, Tally tally) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Map<Target, List<HttpClient>> browsers = new HashMap<>();
        targets.forEach(target -> browsers.put(target, browsers()));
        SplittableRandom seeds = new SplittableRandom(seed);
        try (Crowd crowd = new Crowd();
                Exits exits = new Exits(silenceMillis)) {
            List<CompletableFuture<Object>> lives = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Client client = new Client(targets, browsers, exits, tally, seeds.split());
                lives.add(
                        crowd.start(
                                () -> {
                                    client.live(acts, deadline);
                                    return null;
                                }));
            }
            for (CompletableFuture<?> life : lives) {
                long left = deadline - System.nanoTime();
                long patience = 4L * RawConnection.PATIENCE;
                life.get(
                        TimeUnit.NANOSECONDS.toMillis(Math.max(0, left)) + patience,
                        TimeUnit.MILLISECONDS);
            }
            exits.departures().forEach((how, number) -> tally.departures(how, number.sum()));
        }
    }

    /** Their connections end when nobody holds them any more, and a collection has found out. */
    private static List<HttpClient> browsers() {
        List<HttpClient> browsers = new ArrayList<>();
        for (int i = 0; i < BROWSERS; i++) {
            browsers.add(HttpClient.newBuilder().sslContext(TrustingTls.context()).build());
        }
        return browsers;
    }
}

package org.servletmpm.it.bench.unsafe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.servletmpm.it.client.RawConnection;

/**
 * Asks for sums that the server adds in static state, by several clients at once, and counts the
 * wrong ones.
 *
 * @param port of {@code UnsafeCode} of samples/processes
 * @param clients at once; each connection has one request, because in prefork one that is kept
 *     alive keeps its worker
 */
public record UnsafeLoad(int port, int clients) {

    private static final int FIRST = 1000;
    private static final int STEP = 500;

    /**
     * @param requests of all clients together
     * @return how many of the answers were wrong
     * @throws IOException when there was none
     */
    public int wrong(int requests) throws IOException, InterruptedException {
        AtomicInteger left = new AtomicInteger(requests);
        AtomicInteger wrong = new AtomicInteger();
        AtomicReference<IOException> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            // Each asks for another sum, so that a mixture is wrong.
            long to = FIRST + STEP * client;
            Thread thread =
                    new Thread(
                            () -> {
                                try {
                                    while (left.getAndDecrement() > 0 && failure.get() == null) {
                                        if (sum(to) != to * (to + 1) / 2) {
                                            wrong.incrementAndGet();
                                        }
                                    }
                                } catch (IOException | RuntimeException e) {
                                    failure.set(new IOException("no answer", e));
                                }
                            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return wrong.get();
    }

    private long sum(long to) throws IOException {
        try (RawConnection connection = RawConnection.open(port, false)) {
            String answer =
                    connection.request("/unsafe?to=" + to, "Connection: close").read().text();
            return Long.parseLong(answer.strip());
        }
    }
}

package org.servletmpm.it.soak;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.management.JMException;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.Status;

/**
 * Disrupts one server at random moments, in a thread of its own; between them reads its status page
 * and keeps the greatest of its figures.
 */
final class Disruptor {

    private static final int PAUSE_MILLIS = 300;

    /** Of which filling the heap takes the first seconds. */
    private static final int FULL_MILLIS = 6000;

    private final SoakedServer server;
    private final boolean stock;
    private final List<Disruption> disruptions;
    private final long everyMillis;
    private final long longestFreeze;
    private final Results results;
    private final RandomGenerator random;
    private Figures peak;

    /**
     * @param longestFreeze milliseconds
     */
    Disruptor(
            SoakedServer server,
            boolean stock,
            List<Disruption> disruptions,
            long everyMillis,
            long longestFreeze,
            Results results,
            RandomGenerator random) {
        this.server = server;
        this.stock = stock;
        this.disruptions = disruptions;
        this.everyMillis = everyMillis;
        this.longestFreeze = longestFreeze;
        this.results = results;
        this.random = random;
    }

    /** Up to the deadline, a {@link System#nanoTime}. The greatest figures seen. */
    Figures run(long deadline) throws IOException, JMException, InterruptedException {
        peak = server.figures();
        long next = next();
        while (deadline - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(Math.min(1000, everyMillis / 2));
            peak = peak.max(server.figures());
            if (next - System.nanoTime() < 0 && !disruptions.isEmpty()) {
                round();
                next = next();
            }
        }
        return peak;
    }

    private long next() {
        long millis = everyMillis / 2 + random.nextLong(everyMillis);
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void round() throws InterruptedException {
        Disruption disruption = disruptions.get(random.nextInt(disruptions.size()));
        try {
            if (!stock) {
                status();
            }
            server.disrupt(disruption, millis(disruption));
            results.ending(disruption.toString());
        } catch (IOException | AssertionError e) {
            results.fault(server.target() + " " + disruption + ": " + e);
        }
    }

    private long millis(Disruption disruption) {
        return switch (disruption) {
            case FREEZE -> freeze();
            case MEMORY -> FULL_MILLIS;
            default -> PAUSE_MILLIS;
        };
    }

    /** Often short, sometimes longer than all its timeouts. */
    private long freeze() {
        return random.nextLong(random.nextBoolean() ? longestFreeze : PAUSE_MILLIS) + 1;
    }

    private void status() throws IOException {
        for (String query : List.of("?auto", "")) {
            Target target = server.target();
            try (RawConnection connection = RawConnection.open(target.port(), target.tls())) {
                Response answer = connection.get("/server-status" + query, "Connection: close");
                Checks.assertStatus(200, answer.status());
                if (!query.isEmpty()) {
                    Checks.assertEquals("busy", true, Status.parse(answer.text()).busy() > 0);
                }
                results.ending("status read");
            }
        }
    }
}

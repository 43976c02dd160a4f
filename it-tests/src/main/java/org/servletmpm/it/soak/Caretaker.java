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
 * Runs a server while it is soaked, in a thread of its own: looks at its figures, reads its status,
 * and brings it into trouble.
 */
final class Caretaker {

    private static final int PAUSE_MILLIS = 300;

    /** Of which filling the heap takes the first seconds. */
    private static final int FULL_MILLIS = 6000;

    private final SoakedServer server;
    private final boolean stock;
    private final List<Trouble> troubles;
    private final long everyMillis;
    private final long longestFreeze;
    private final Tally tally;
    private final RandomGenerator random;
    private Figures peak;

    /**
     * @param longestFreeze milliseconds
     */
    Caretaker(
            SoakedServer server,
            boolean stock,
            List<Trouble> troubles,
            long everyMillis,
            long longestFreeze,
            Tally tally,
            RandomGenerator random) {
        this.server = server;
        this.stock = stock;
        this.troubles = troubles;
        this.everyMillis = everyMillis;
        this.longestFreeze = longestFreeze;
        this.tally = tally;
        this.random = random;
    }

    /** Up to the deadline, a {@link System#nanoTime}. The greatest figures seen. */
    Figures care(long deadline) throws IOException, JMException, InterruptedException {
        peak = server.figures();
        long next = next();
        while (deadline - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(Math.min(1000, everyMillis / 2));
            peak = peak.max(server.figures());
            if (next - System.nanoTime() < 0 && !troubles.isEmpty()) {
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
        Trouble trouble = troubles.get(random.nextInt(troubles.size()));
        try {
            if (!stock) {
                status();
            }
            server.trouble(trouble, millis(trouble));
            tally.ending(trouble.toString());
        } catch (IOException | AssertionError e) {
            tally.fault(server.target() + " " + trouble + ": " + e);
        }
    }

    private long millis(Trouble trouble) {
        return switch (trouble) {
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
                Content.assertStatus(200, answer.status());
                if (!query.isEmpty()) {
                    Content.assertEquals("busy", true, Status.parse(answer.text()).busy() > 0);
                }
                tally.ending("status read");
            }
        }
    }
}

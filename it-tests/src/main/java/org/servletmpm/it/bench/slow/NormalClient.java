package org.servletmpm.it.bench.slow;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.client.RawConnection;

/** Asks for a small page on a connection that it keeps, again and again, and waits two seconds. */
final class NormalClient {

    static final int PATIENCE_MILLIS = 2_000;

    private static final long PAUSE_MILLIS = 5;

    private NormalClient() {}

    /** The calling thread, for so long. */
    static Latencies ask(int port, int seconds) throws InterruptedException {
        Latencies latencies = new Latencies();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            visit(port, end, latencies);
        }
        return latencies;
    }

    private static void visit(int port, long end, Latencies latencies) throws InterruptedException {
        try (RawConnection connection = RawConnection.open(port, false)) {
            connection.socket().setSoTimeout(PATIENCE_MILLIS);
            boolean kept = true;
            while (kept && System.nanoTime() < end) {
                long began = System.nanoTime();
                kept = !connection.get("/hello").closes();
                latencies.answered(System.nanoTime() - began);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (SocketTimeoutException unanswered) {
            latencies.timedOut();
        } catch (IOException refused) {
            latencies.failed();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}

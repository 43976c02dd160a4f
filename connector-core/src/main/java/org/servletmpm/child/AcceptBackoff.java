package org.servletmpm.child;

import java.io.IOException;
import java.lang.System.Logger.Level;
import org.servletmpm.log.RateLimitedLogger;

/**
 * Accepting fails when descriptors run out, and would fail again at once. Used by the holder of the
 * turn alone; the turn's monitor hands it from one to the next.
 */
final class AcceptBackoff {

    /** How long accepting rests after a failure. */
    private static final long REST = 100;

    /** For how long nothing may fail before accepting is said to be well again. */
    private static final long RECOVERY = 1000;

    private final RateLimitedLogger logger;
    private volatile int failures;
    private volatile long last;

    AcceptBackoff(RateLimitedLogger logger) {
        this.logger = logger;
    }

    /**
     * The holder of the turn keeps it, so that nobody else tries meanwhile.
     *
     * @return how many milliseconds accepting rests
     */
    long failed(IOException e, long now) {
        int before = failures;
        failures = before + 1;
        last = now;
        if (before == 0) {
            logger.log(Level.ERROR, "accept failed, trying again every " + REST + " ms: " + e, e);
        }
        return REST;
    }

    /** At the edge each client that goes lets another one in: that is not worth two lines. */
    void succeeded(long now) {
        int before = failures;
        if (before != 0 && now - last >= RECOVERY) {
            failures = 0;
            logger.log(Level.WARNING, "accepting again, after " + before + " failures");
        }
    }
}

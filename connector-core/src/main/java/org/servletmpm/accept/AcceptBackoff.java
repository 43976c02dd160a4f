package org.servletmpm.accept;

import java.io.IOException;
import java.lang.System.Logger.Level;
import org.servletmpm.worker.Failures;

/**
 * Lets accepting rest after a failure: without descriptors it would fail again at once. Used by the
 * holder of the mutex alone; the mutex's monitor hands it from one to the next.
 */
final class AcceptBackoff {

    /** Accepting rests for so long after a failure. */
    private static final long REST = 100;

    /** For how long nothing may fail before accepting is said to be well again. */
    private static final long RECOVERY = 1000;

    private final Failures failures;
    private volatile int failed;
    private volatile long last;

    AcceptBackoff(Failures failures) {
        this.failures = failures;
    }

    /**
     * The holder of the mutex keeps it, so that no other child tries meanwhile.
     *
     * @return how many milliseconds accepting rests
     */
    long failed(IOException e, long now) {
        int before = failed;
        failed = before + 1;
        last = now;
        if (before == 0) {
            failures.log(Level.ERROR, "accept failed, trying again every " + REST + " ms: " + e, e);
        }
        return REST;
    }

    /** At the edge each client that goes lets another one in: that is not worth two lines. */
    void succeeded(long now) {
        int before = failed;
        if (before != 0 && now - last >= RECOVERY) {
            failed = 0;
            failures.log(Level.WARNING, "accepting again, after " + before + " failures", null);
        }
    }
}

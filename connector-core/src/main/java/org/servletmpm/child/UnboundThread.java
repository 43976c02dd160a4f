package org.servletmpm.child;

import java.util.function.LongSupplier;
import org.servletmpm.connection.RequestLine;
import org.servletmpm.scoreboard.RequestText;

/**
 * An auxiliary thread, or one of the lane's: no worker, but it may run a request all the same, as
 * the streams of HTTP/2 in worker are. It has no record in the scoreboard, so it remembers itself
 * what it runs, while that is asked for (SlowRequestTime).
 */
final class UnboundThread extends Thread {

    private final UnboundThreads all;
    private final Stopwatch stopwatch;

    /** Written by this thread, and only while the stopwatch stands. */
    private volatile RequestText request = RequestText.NONE;

    UnboundThread(Runnable work, String name, UnboundThreads all, LongSupplier slowMillis) {
        super(work, name);
        this.all = all;
        this.stopwatch = new Stopwatch(this, () -> request, slowMillis);
    }

    Stopwatch stopwatch() {
        return stopwatch;
    }

    @Override
    public void run() {
        all.begins(this);
        try {
            super.run();
        } finally {
            all.ends(this);
        }
    }

    /** The application is given a request. In this thread. */
    void requestStarted(RequestLine line) {
        if (stopwatch.isWanted()) {
            stopwatch.stop();
            request =
                    new RequestText(
                            String.valueOf(line.client()),
                            String.valueOf(line.protocol()),
                            String.valueOf(line.host()),
                            line.method() + " " + line.target() + " " + line.protocol());
            stopwatch.start();
        }
    }

    /** The calling thread runs no request any more, if it is one of these. */
    static void atRest() {
        if (Thread.currentThread() instanceof UnboundThread self) {
            self.stopwatch.stop();
        }
    }
}

package org.servletmpm.worker;

import org.servletmpm.connection.RequestLine;
import org.servletmpm.scoreboard.RequestText;

/**
 * An auxiliary thread, or one of the continuation executor's: no worker, but it may run a request
 * all the same, as the streams of HTTP/2 in worker are. It has no record in the scoreboard, so it
 * remembers itself what it runs, while that is asked for (SlowRequestTime).
 */
public final class PoolThread extends Thread {

    private final PoolThreads all;
    private final RequestTimer timer;

    /** Written by this thread, and only while the timer stands. */
    private volatile RequestText request = RequestText.NONE;

    PoolThread(Runnable work, String name, PoolThreads all) {
        super(work, name);
        this.all = all;
        this.timer = all.timer(this, () -> request);
    }

    RequestTimer timer() {
        return timer;
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
    public void requestStarted(RequestLine line) {
        if (timer.isWanted()) {
            timer.stop();
            request =
                    new RequestText(
                            String.valueOf(line.client()),
                            String.valueOf(line.protocol()),
                            String.valueOf(line.host()),
                            line.method() + " " + line.target() + " " + line.protocol());
            timer.start();
        }
    }

    /** The calling thread runs no request any more, if it is one of these. */
    public static void atRest() {
        if (Thread.currentThread() instanceof PoolThread self) {
            self.timer.stop();
        }
    }
}

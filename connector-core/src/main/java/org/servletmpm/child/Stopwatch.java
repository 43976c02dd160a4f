package org.servletmpm.child;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.servletmpm.scoreboard.WorkerScore;

/**
 * Since when a worker runs the request that it runs. The worker's thread starts and stops it, the
 * parent's looks at it once a second; with SlowRequestTime 0 neither costs more than a comparison.
 */
final class Stopwatch {

    private final Thread worker;
    private final WorkerScore score;

    /** 0 for never. */
    private final long thresholdNanos;

    /** On {@link System#nanoTime}; 0 while no request runs. Written by the worker alone. */
    private final AtomicLong began = new AtomicLong();

    /** What {@link #began} was when a request was told of; the parent's. */
    private long told;

    Stopwatch(Thread worker, WorkerScore score, long thresholdMillis) {
        this.worker = worker;
        this.score = score;
        this.thresholdNanos = TimeUnit.MILLISECONDS.toNanos(thresholdMillis);
    }

    /** The worker has begun, and described, a request. */
    void start() {
        if (thresholdNanos > 0) {
            // Never 0; a nanosecond more or less is nobody's.
            began.setRelease(System.nanoTime() | 1);
        }
    }

    /** The worker runs no request any more, or has left it to another thread. */
    void stop() {
        if (thresholdNanos > 0) {
            began.setRelease(0);
        }
    }

    /**
     * Once for each request that runs for too long. The parent.
     *
     * @param now on {@link System#nanoTime}
     */
    Optional<SlowRequest> look(long now) {
        long since = began.getAcquire();
        if (since == 0 || since == told || now - since < thresholdNanos) {
            return Optional.empty();
        }
        SlowRequest slow =
                new SlowRequest(
                        worker.getName(),
                        TimeUnit.NANOSECONDS.toMillis(now - since),
                        score.description(),
                        List.of(worker.getStackTrace()));
        if (began.getAcquire() != since) {
            // It ended meanwhile: the stack or the description may be another one's.
            return Optional.empty();
        }
        told = since;
        return Optional.of(slow);
    }
}

package org.servletmpm.life;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.servletmpm.directive.Directives;

/**
 * Stops an engine: announced, after GracefulShutdownDelay drained, over. A stop moves on and never
 * back. Any thread, except for {@link #look}.
 */
public final class Shutdown {

    private final Drainable children;
    private final Supplier<Directives> directives;
    private final Runnable wake;
    private final Runnable begun;

    private final AtomicReference<StopPhase> phase = new AtomicReference<>(StopPhase.NONE);
    private final CompletableFuture<Void> delayed = new CompletableFuture<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final CompletableFuture<Void> timeOver = new CompletableFuture<>();
    private final Timeout delay = new Timeout(() -> delayed.complete(null));
    private final Timeout timeout = new Timeout(() -> timeOver.complete(null));

    /**
     * @param directives what is in effect when they are asked for
     * @param wake lets the thread that calls {@link #look} do so
     * @param begun told in any thread that the drain has begun
     */
    public Shutdown(
            Drainable children, Supplier<Directives> directives, Runnable wake, Runnable begun) {
        this.children = children;
        this.directives = directives;
        this.wake = wake;
        this.begun = begun;
        children.drained().thenRun(this::ended);
        timeOver.thenRun(this::ended);
    }

    /**
     * Says that a stop is to come. Until it begins, children come and go as ever.
     *
     * @return completed after GracefulShutdownDelay, in the thread that looks or, without a delay,
     *     in the calling one; a stop completes it early
     */
    public CompletableFuture<Void> announce() {
        if (advance(StopPhase.ANNOUNCED)) {
            children.announceStop();
            long millis = directives.get().gracefulShutdownDelayMillis();
            if (millis > 0) {
                delay.set(millis);
                wake.run();
            } else {
                delayed.complete(null);
            }
        }
        return delayed;
    }

    /**
     * Announces a graceful stop and begins it, once, after GracefulShutdownDelay. What is still
     * open after GracefulShutdownTimeout is left to {@link #stop}.
     *
     * @return as {@link #drained}
     */
    public CompletableFuture<Void> drain() {
        announce().thenRun(this::beginDrain);
        return drained;
    }

    private void beginDrain() {
        if (advance(StopPhase.DRAINING)) {
            children.drain();
            int seconds = directives.get().gracefulShutdownTimeoutSeconds();
            if (seconds > 0) {
                timeout.set(TimeUnit.SECONDS.toMillis(seconds));
            }
            begun.run();
        }
    }

    /**
     * @return completed when no connection is left, when GracefulShutdownTimeout has passed since
     *     the drain began, or when the children have been stopped
     */
    public CompletableFuture<Void> drained() {
        return drained;
    }

    /**
     * @return completed when GracefulShutdownTimeout has passed since the drain began, if it is set
     */
    public CompletableFuture<Void> timeOver() {
        return timeOver;
    }

    /** Says that nothing is left to be drained, as the children have been stopped. */
    public void ended() {
        drained.complete(null);
    }

    /** Ends the duty cycle: no child is started after that. */
    public void stop() {
        advance(StopPhase.OVER);
        delayed.complete(null);
        wake.run();
    }

    /**
     * @return false if it has come as far before
     */
    private boolean advance(StopPhase to) {
        StopPhase before = phase.getAndUpdate(now -> now.compareTo(to) < 0 ? to : now);
        return before.compareTo(to) < 0;
    }

    StopPhase phase() {
        return phase.get();
    }

    /**
     * @return whether a stop is to come, or has begun
     */
    public boolean isAnnounced() {
        return phase.get() != StopPhase.NONE;
    }

    /**
     * @return whether a stop has begun, a graceful one or not
     */
    public boolean isStopping() {
        return phase.get().compareTo(StopPhase.DRAINING) >= 0;
    }

    /**
     * @return whether {@link #stop} has been called
     */
    public boolean isOver() {
        return phase.get() == StopPhase.OVER;
    }

    /**
     * Sees to the timeouts. The thread of the duty cycle.
     *
     * @param now in nanoseconds, with the origin that was used before
     * @return how many nanoseconds it is until one of them ends
     */
    public long look(long now) {
        return Math.min(delay.look(now), timeout.look(now));
    }
}

package org.servletmpm.engine;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.servletmpm.life.Shutdown;
import org.servletmpm.life.Supervisor;

/**
 * Carries out a graceful stop for a connector, and says how long it may take. Any thread.
 *
 * <p>With GracefulShutdownTimeout every stop is graceful, and the connector goes on to its plain
 * stop when {@link Shutdown} says that this time is over, whatever time the container would give.
 * Without it (0) a stop is graceful as far as the container gives it time, and a plain stop waits
 * for nothing.
 */
public final class GracefulStop {

    private static final System.Logger LOG = System.getLogger(GracefulStop.class.getName());

    private final Supervisor supervisor;
    private final Shutdown shutdown;

    GracefulStop(Supervisor supervisor) {
        this.supervisor = supervisor;
        this.shutdown = supervisor.shutdown();
    }

    /**
     * @return whether GracefulShutdownTimeout is set
     */
    public boolean isLimited() {
        return supervisor.directives().gracefulShutdownTimeoutSeconds() > 0;
    }

    /**
     * Begins it, after GracefulShutdownDelay; where it has no time, only announces it.
     *
     * @param containerMillis the time that the container gives, 0 for none
     * @return false when a stop has begun before, by a caller that waits
     */
    public boolean begin(long containerMillis) {
        if (shutdown.isStopping()) {
            return false;
        }
        if (isLimited() || containerMillis > 0) {
            shutdown.drain();
        } else {
            shutdown.announce();
        }
        return true;
    }

    /**
     * Announces a stop and waits for GracefulShutdownDelay. An interrupt means that the stop is in
     * a hurry: then it does not wait, and leaves the thread interrupted.
     */
    public void awaitDelay() {
        await(shutdown.announce(), Long.MAX_VALUE);
    }

    /**
     * Waits for the end of what {@link #begin} has begun; what is open then is closed by the stop.
     * An interrupt ends it as it does {@link #awaitDelay}.
     *
     * @param containerMillis the time that the container gives; without effect where
     *     GracefulShutdownTimeout is set
     * @return what is left of it
     */
    public long awaitDrained(long containerMillis) {
        long began = System.nanoTime();
        await(shutdown.drained(), isLimited() ? Long.MAX_VALUE : containerMillis);
        if (Thread.currentThread().isInterrupted()) {
            return 0;
        }
        long taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        return Math.max(containerMillis - taken, 0);
    }

    private static void await(CompletableFuture<Void> end, long millis) {
        if (millis <= 0) {
            return;
        }
        try {
            end.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(Level.DEBUG, "what is still open is closed by the stop");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the graceful stop has failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @return completed when GracefulShutdownTimeout has passed since the stop began, if it is set
     */
    public CompletableFuture<Void> timeOver() {
        return shutdown.timeOver();
    }
}

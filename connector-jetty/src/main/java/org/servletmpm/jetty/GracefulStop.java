package org.servletmpm.jetty;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.servletmpm.engine.ConnectorEngine;
import org.servletmpm.engine.Engine;

/**
 * Stops one connector's engine gracefully, in the thread that stops the connector or its server: it
 * waits for GracefulShutdownDelay, then for GracefulShutdownTimeout at most.
 */
final class GracefulStop {

    private static final System.Logger LOG = System.getLogger(GracefulStop.class.getName());

    private final ConnectorEngine engine;

    GracefulStop(ConnectorEngine engine) {
        this.engine = engine;
    }

    /**
     * Begins the stop, which goes on after GracefulShutdownDelay; one that has no time is only
     * announced.
     *
     * @param otherwise milliseconds that it has without GracefulShutdownTimeout
     * @return false when it was begun before, by a caller that waits or has waited
     */
    boolean begin(long otherwise) {
        Engine current = engine.current();
        if (current == null || current.isDraining()) {
            return false;
        }
        if (millis(current, otherwise) > 0) {
            current.drain();
        } else {
            current.announceStop();
        }
        return true;
    }

    /** Waits for GracefulShutdownDelay. */
    void awaitDelay() throws ExecutionException {
        await(engine.announceStop(), Long.MAX_VALUE);
    }

    /** Waits for the connections of a stop that has begun; the rest is closed by the stop. */
    void awaitDrained(long otherwise) throws ExecutionException {
        Engine current = engine.current();
        if (current != null && millis(current, otherwise) > 0) {
            await(current.drained(), millis(current, otherwise));
        }
    }

    private static long millis(Engine current, long otherwise) {
        int seconds = current.getDirectives().gracefulShutdownTimeoutSeconds();
        return seconds > 0 ? TimeUnit.SECONDS.toMillis(seconds) : otherwise;
    }

    private static void await(CompletableFuture<Void> end, long millis) throws ExecutionException {
        try {
            end.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(Level.DEBUG, "what is still open is closed by the stop");
        } catch (InterruptedException e) {
            // An interrupt means that the stop is in a hurry.
            Thread.currentThread().interrupt();
        }
    }
}

package org.servletmpm.engine;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Holds the engine of a connector, which there is from the connector's start to its stop. Before
 * and after, it answers for a connector that does not run. The container's thread starts, stops and
 * forgets; any thread does the rest.
 */
public final class ConnectorEngine {

    private volatile Engine engine;

    /**
     * Starts an engine. It is the current one while it starts, and afterwards unless it fails.
     *
     * @throws IOException as {@link Engine#start}
     */
    public void start(Engine next) throws IOException {
        engine = next;
        try {
            next.start();
        } catch (IOException | RuntimeException | Error e) {
            engine = null;
            throw e;
        }
    }

    /** Stops the engine, which stays the current one until {@link #forget}. */
    public void stop() {
        Engine current = engine;
        if (current != null) {
            current.stop();
        }
    }

    /** Ends the connector's start: the next one has an engine of its own. */
    public void forget() {
        engine = null;
    }

    /**
     * @return null before the start and after the stop
     */
    public Engine current() {
        return engine;
    }

    /**
     * @throws IllegalStateException when the connector has not been started
     */
    public Engine running() {
        Engine current = engine;
        if (current == null) {
            throw new IllegalStateException("the connector has not been started");
        }
        return current;
    }

    /** Begins or ends a pause, in which no connection is accepted. */
    public void accept(boolean accepting) {
        Engine current = engine;
        if (current != null && accepting) {
            current.resume();
        } else if (current != null) {
            current.pause();
        }
    }

    /**
     * Announces a graceful stop, see {@link Engine#announceStop}.
     *
     * @return the caller's own, completed when there is nothing to wait for
     */
    public CompletableFuture<Void> announceStop() {
        Engine current = engine;
        return current == null
                ? CompletableFuture.completedFuture(null)
                : current.announceStop().copy();
    }

    /**
     * @return the caller's own, completed with the last response of a stop, and when there is
     *     nothing to wait for; begins nothing
     */
    public CompletableFuture<Void> drained() {
        Engine current = engine;
        return current == null ? CompletableFuture.completedFuture(null) : current.drained().copy();
    }

    /**
     * Recycles the children after an application has stopped while the server goes on: their
     * threads may still hold what belongs to it, class loaders above all. A connector that is on
     * its way to a stop has no use for new children.
     *
     * @param application for the log, such as {@code context /shop}
     */
    public void applicationStopped(String application) {
        Engine current = engine;
        if (current != null && !current.isDraining()) {
            current.recycle(application + " has stopped");
        }
    }
}

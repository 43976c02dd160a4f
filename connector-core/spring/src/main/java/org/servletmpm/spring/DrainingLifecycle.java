package org.servletmpm.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * Waits for connections that Boot's graceful shutdown does not wait for. Boot asks the container
 * for running requests. A response that is complete, but that the client has not received, has no
 * running request; neither has a client that may send one more. This waits for those, in Boot's
 * phase and so within {@code spring.lifecycle.timeout-per-shutdown-phase}.
 *
 * <p>Before any phase it waits for GracefulShutdownDelay: readiness says no by then, and no part of
 * the application has stopped yet. Runs in the thread that closes the context.
 */
public final class DrainingLifecycle
        implements SmartLifecycle,
                ApplicationListener<ContextClosedEvent>,
                ApplicationContextAware,
                Ordered {

    /** Holds the two waits of one connector's stop. */
    private record Stop(
            Supplier<CompletableFuture<Void>> announced,
            Supplier<CompletableFuture<Void>> drained) {}

    private final List<Stop> connectors = new CopyOnWriteArrayList<>();

    private volatile ApplicationContext context;

    private volatile boolean running;

    /**
     * Waits for a connector when the application stops, if its server is to shut down gracefully.
     *
     * @param shutdown as the connector's server has it
     * @param announced called before any part of the application stops: announces the stop to the
     *     connector, and completes after its delay
     * @param drained called when the application stops; completes with the connector's last
     *     response
     */
    public void waitFor(
            Shutdown shutdown,
            Supplier<CompletableFuture<Void>> announced,
            Supplier<CompletableFuture<Void>> drained) {
        if (shutdown == Shutdown.GRACEFUL) {
            connectors.add(new Stop(announced, drained));
        }
    }

    @Override
    public void setApplicationContext(ApplicationContext own) {
        context = own;
    }

    /** {@inheritDoc} First. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /** {@inheritDoc} Only for its own context: a parent's listeners are told of a child's, too. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() != context) {
            return;
        }
        try {
            allOf(Stop::announced).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            // An interrupt means that the stop is in a hurry.
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Void> allOf(Function<Stop, Supplier<CompletableFuture<Void>>> wait) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        connectors.forEach(connector -> all.add(wait.apply(connector).get()));
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        allOf(Stop::drained).whenComplete((nothing, failure) -> callback.run());
    }

    /** {@inheritDoc} Does not wait: the server's stop does the rest. */
    @Override
    public void stop() {
        running = false;
    }
}

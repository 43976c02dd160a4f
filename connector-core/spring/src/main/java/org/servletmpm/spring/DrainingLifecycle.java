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
 * Waits for what Boot's graceful shutdown does not see. That asks the container for requests that
 * run, and a response that is complete but not with its client yet has none, nor has a client that
 * may ask once more. This waits for those, in the same phase and so within {@code
 * spring.lifecycle.timeout-per-shutdown-phase}.
 *
 * <p>Before any phase it lets GracefulShutdownDelay pass: readiness is refused by then, and nothing
 * of the application has stopped yet. In the thread that closes the context.
 */
public final class DrainingLifecycle
        implements SmartLifecycle,
                ApplicationListener<ContextClosedEvent>,
                ApplicationContextAware,
                Ordered {

    /** The two waits that a stop of a connector is made of. */
    private record Stop(
            Supplier<CompletableFuture<Void>> announced,
            Supplier<CompletableFuture<Void>> drained) {}

    private final List<Stop> connectors = new CopyOnWriteArrayList<>();

    private volatile ApplicationContext context;

    private volatile boolean running;

    /**
     * @param shutdown as the connector's server has it
     * @param announced asked before anything of the application stops: tells the connector of the
     *     stop, and completes after its delay
     * @param drained asked when the application stops: what completes with the connector's last
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

    /** {@inheritDoc} The first to hear of it. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /** {@inheritDoc} Only its own: a child's is told to its parent's listeners too. */
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

    /** Nobody waits: the rest is the server's stop. */
    @Override
    public void stop() {
        running = false;
    }
}

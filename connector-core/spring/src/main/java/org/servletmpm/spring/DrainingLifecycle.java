package org.servletmpm.spring;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * What Boot's graceful shutdown does not see: it asks the container for requests that run, and a
 * response that is complete but not with its client yet has none. This waits for those, in the same
 * phase and so within {@code spring.lifecycle.timeout-per-shutdown-phase}.
 */
public final class DrainingLifecycle implements SmartLifecycle {

    private final List<Supplier<CompletableFuture<Void>>> connectors = new CopyOnWriteArrayList<>();

    private volatile boolean running;

    /**
     * @param shutdown as the connector's server has it
     * @param drained asked when the application stops: what completes with the connector's last
     *     response
     */
    public void waitFor(Shutdown shutdown, Supplier<CompletableFuture<Void>> drained) {
        if (shutdown == Shutdown.GRACEFUL) {
            connectors.add(drained);
        }
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
        CompletableFuture.allOf(
                        connectors.stream().map(Supplier::get).toArray(CompletableFuture[]::new))
                .whenComplete((nothing, failure) -> callback.run());
    }

    /** Nobody waits: the rest is the server's stop. */
    @Override
    public void stop() {
        running = false;
    }
}

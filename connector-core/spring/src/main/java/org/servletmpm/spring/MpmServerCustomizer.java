package org.servletmpm.spring;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.servletmpm.directive.Directives;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Gives the servers of one container connectors with a processing model, if the application's
 * properties ask for one. It comes just after Boot's own customizers: what they have set, and what
 * of it somebody wrote, is known by then, and what the application's customizers set afterwards
 * counts as written. Runs in the thread that starts the application.
 *
 * @param <F> Boot's factory of the container's servers
 */
public abstract class MpmServerCustomizer<F extends AbstractConfigurableWebServerFactory>
        implements WebServerFactoryCustomizer<F>, Ordered {

    /** Boot's own have 0 and 1. */
    private static final int AFTER_BOOT = 2;

    private final Class<F> servers;
    private final MpmProperties properties;
    private final DrainingLifecycle draining;

    /**
     * @param draining waits for the connectors when the application stops
     */
    protected MpmServerCustomizer(
            Class<F> servers, MpmProperties properties, DrainingLifecycle draining) {
        this.servers = servers;
        this.properties = properties;
        this.draining = draining;
    }

    @Override
    public final int getOrder() {
        return AFTER_BOOT;
    }

    /** Tells whether a factory makes servers of this container. */
    final boolean serves(WebServerFactory factory) {
        return servers.isInstance(factory);
    }

    @Override
    public final void customize(F factory) {
        if (properties.isEnabled()) {
            customize(factory, properties.directives());
        }
    }

    /**
     * Gives a factory's servers connectors with a processing model.
     *
     * @param directives checked, for the connectors to add to
     */
    protected abstract void customize(F factory, Directives.Builder directives);

    /** Tells whether somebody wrote that property of Boot's own, such as {@code server.port}. */
    protected final boolean isWritten(String property) {
        return properties.isWritten(property);
    }

    /**
     * Lets the application's graceful shutdown wait for a connector.
     *
     * @param announced as {@link DrainingLifecycle#waitFor}
     * @param drained likewise
     */
    protected final void waitFor(
            F factory,
            Supplier<CompletableFuture<Void>> announced,
            Supplier<CompletableFuture<Void>> drained) {
        draining.waitFor(factory.getShutdown(), announced, drained);
    }
}

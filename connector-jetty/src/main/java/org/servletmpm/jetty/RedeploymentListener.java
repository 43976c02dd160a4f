package org.servletmpm.jetty;

import java.util.function.Consumer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.component.Container;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Tells of each context that has started, and of each that has stopped while its server goes on.
 * Any thread.
 *
 * <p>It listens to handlers and to nothing else that the server contains: some of Jetty's
 * components (LowResourceMonitor) cannot be changed any more once they have a listener.
 */
final class RedeploymentListener implements Container.Listener, LifeCycle.Listener {

    private final Server server;
    private final IncompatiblePinning incompatibles;
    private final Consumer<String> stopped;

    /**
     * @param incompatibles told of each context that has started or stopped
     * @param stopped told of the path of each context that has stopped while its server goes on
     */
    RedeploymentListener(
            Server server, IncompatiblePinning incompatibles, Consumer<String> stopped) {
        this.server = server;
        this.incompatibles = incompatibles;
        this.stopped = stopped;
    }

    /** Begins to listen; contexts that have started already are told of first. */
    void watch() {
        server.addEventListener(this);
    }

    void unwatch() {
        server.removeEventListener(this);
    }

    /**
     * {@inheritDoc} Jetty also calls it for the beans that a handler has when it is first listened
     * to.
     */
    @Override
    public void beanAdded(Container parent, Object child) {
        if (child instanceof Handler handler) {
            handler.addEventListener(this);
        }
        if (child instanceof ContextHandler context && context.isStarted()) {
            incompatibles.started(context);
        }
    }

    @Override
    public void beanRemoved(Container parent, Object child) {
        if (child instanceof Handler handler) {
            handler.removeEventListener(this);
        }
        if (child instanceof ContextHandler context) {
            incompatibles.stopped(context);
        }
    }

    @Override
    public void lifeCycleStarted(LifeCycle context) {
        if (context instanceof ContextHandler handler) {
            incompatibles.started(handler);
        }
    }

    @Override
    public void lifeCycleStopped(LifeCycle context) {
        if (context instanceof ContextHandler handler) {
            incompatibles.stopped(handler);
            if (server.isRunning()) {
                stopped.accept(handler.getContextPath());
            }
        }
    }
}

package org.servletmpm.jetty;

import java.util.function.Consumer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.component.Container;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Says when a context has started, and when it has stopped while its server goes on: the threads
 * that ran it may still hold what is its, class loaders above all. Any thread.
 *
 * <p>It goes from handler to handler, and to nothing else that the server contains: some of Jetty's
 * components (LowResourceMonitor) may not be changed any more once a listener has come to them.
 */
final class RedeploymentListener implements Container.Listener, LifeCycle.Listener {

    private final Server server;
    private final IncompatiblePinning incompatibles;
    private final Consumer<String> stopped;

    /**
     * @param incompatibles told of each context that has started or stopped
     * @param stopped told of the context's name
     */
    RedeploymentListener(
            Server server, IncompatiblePinning incompatibles, Consumer<String> stopped) {
        this.server = server;
        this.incompatibles = incompatibles;
        this.stopped = stopped;
    }

    /** Begins with the contexts that there are. */
    void watch() {
        server.addEventListener(this);
    }

    void unwatch() {
        server.removeEventListener(this);
    }

    /** {@inheritDoc} Also told of what is there when a handler is first listened to. */
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

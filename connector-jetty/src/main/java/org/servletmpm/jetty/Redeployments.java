package org.servletmpm.jetty;

import java.util.function.Consumer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.component.Container;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Says when a context has started, and when it has stopped while its server goes on: the threads
 * that ran it may still hold what is its, class loaders above all. Any thread.
 */
final class Redeployments implements Container.InheritedListener, LifeCycle.Listener {

    private final Server server;
    private final Incompatibles incompatibles;
    private final Consumer<String> stopped;

    /**
     * @param incompatibles told of each context that has started or stopped
     * @param stopped told of the context's name
     */
    Redeployments(Server server, Incompatibles incompatibles, Consumer<String> stopped) {
        this.server = server;
        this.incompatibles = incompatibles;
        this.stopped = stopped;
    }

    @Override
    public void beanAdded(Container parent, Object child) {
        if (child instanceof ContextHandler context) {
            context.addEventListener(this);
            if (context.isStarted()) {
                incompatibles.started(context);
            }
        }
    }

    @Override
    public void beanRemoved(Container parent, Object child) {
        if (child instanceof ContextHandler context) {
            context.removeEventListener(this);
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

package org.servletmpm.jetty;

import java.util.function.Consumer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.component.Container;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Says when a context has stopped while its server goes on: the threads that ran it may still hold
 * what is its, class loaders above all. Any thread.
 */
final class Redeployments implements Container.InheritedListener, LifeCycle.Listener {

    private final Server server;
    private final Consumer<String> stopped;

    /**
     * @param stopped told of the context's name
     */
    Redeployments(Server server, Consumer<String> stopped) {
        this.server = server;
        this.stopped = stopped;
    }

    @Override
    public void beanAdded(Container parent, Object child) {
        if (child instanceof ContextHandler context) {
            context.addEventListener(this);
        }
    }

    @Override
    public void beanRemoved(Container parent, Object child) {
        if (child instanceof ContextHandler context) {
            context.removeEventListener(this);
        }
    }

    @Override
    public void lifeCycleStopped(LifeCycle context) {
        if (context instanceof ContextHandler handler && server.isRunning()) {
            stopped.accept(handler.getContextPath());
        }
    }
}

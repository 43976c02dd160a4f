package org.servletmpm.tomcat;

import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationListener;
import org.apache.catalina.Container;
import org.apache.catalina.ContainerEvent;
import org.apache.catalina.ContainerListener;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.core.StandardContext;
import org.apache.coyote.Request;

/**
 * Tells of each web application of the connector's service that has started or stopped. Any thread.
 *
 * <p>A protocol does not know its service, but a request does, once it has been mapped. Before the
 * first request no thread has run an application.
 *
 * <p>It listens to web applications as a management client does: a listener of their life cycle
 * would be a part of their configuration, which Tomcat's manager saves.
 */
final class RedeploymentListener implements ContainerListener, NotificationListener {

    /** A notification of {@link StandardContext}, as JSR 77 names it. */
    private static final String RUNNING = "j2ee.state.running";

    private static final String STOPPED = "j2ee.state.stopped";

    private final IncompatiblePinning incompatibles;
    private final Consumer<String> stopped;

    /** Catalina's engine, once all of its contexts are listened to. Written under the monitor. */
    private volatile Engine watched;

    /**
     * @param incompatibles told of each web application that has started or stopped
     * @param stopped told of the name of each web application whose threads are to be renewed
     */
    RedeploymentListener(IncompatiblePinning incompatibles, Consumer<String> stopped) {
        this.incompatibles = incompatibles;
        this.stopped = stopped;
    }

    /** Called for each request that Catalina has seen. */
    void seen(Request request) {
        if (watched == null
                && request.getNote(CoyoteAdapter.ADAPTER_NOTES)
                        instanceof org.apache.catalina.connector.Request mapped) {
            watch(mapped.getConnector().getService().getContainer());
        }
    }

    private synchronized void watch(Engine engine) {
        if (watched == null && engine != null) {
            add(engine);
            watched = engine;
        }
    }

    /**
     * @return Catalina's engine, or null before the first request
     */
    Engine engine() {
        return watched;
    }

    /**
     * @return the connectors of a service that stops, this one included; none before the first
     *     request
     */
    Stream<Connector> stoppingTogether() {
        Engine engine = watched;
        Service service = engine == null ? null : engine.getService();
        return service == null || service.getState() != LifecycleState.STOPPING_PREP
                ? Stream.empty()
                : Stream.of(service.findConnectors());
    }

    /**
     * @return false when Catalina's engine stops, and its applications with it
     */
    boolean isServing() {
        Engine engine = watched;
        return engine == null || engine.getState().isAvailable();
    }

    /** Stops listening, when the connector stops. */
    synchronized void forget() {
        if (watched != null) {
            remove(watched);
            watched = null;
            incompatibles.forget();
        }
    }

    private void add(Container container) {
        if (container instanceof Context context) {
            if (context instanceof StandardContext standard) {
                standard.addNotificationListener(this, null, standard);
            }
            if (container.getState().isAvailable()) {
                incompatibles.started(context);
            }
            return;
        }
        container.addContainerListener(this);
        for (Container child : container.findChildren()) {
            add(child);
        }
    }

    private void remove(Container container) {
        if (container instanceof Context) {
            if (container instanceof StandardContext standard) {
                removeFrom(standard);
            }
            return;
        }
        container.removeContainerListener(this);
        for (Container child : container.findChildren()) {
            remove(child);
        }
    }

    @Override
    public void containerEvent(ContainerEvent event) {
        if (event.getData() instanceof Container child) {
            if (Container.ADD_CHILD_EVENT.equals(event.getType())) {
                add(child);
            } else if (Container.REMOVE_CHILD_EVENT.equals(event.getType())) {
                remove(child);
            }
        }
    }

    private void removeFrom(StandardContext context) {
        try {
            context.removeNotificationListener(this);
        } catch (ListenerNotFoundException never) {
            // Another thread has taken it out of the host at the same time.
        }
    }

    /** {@inheritDoc} Tomcat's switch for renewing threads counts here too. */
    @Override
    public void handleNotification(Notification notification, Object context) {
        StandardContext standard = (StandardContext) context;
        if (RUNNING.equals(notification.getType())) {
            incompatibles.started(standard);
        } else if (STOPPED.equals(notification.getType())) {
            incompatibles.stopped(standard);
            if (standard.getRenewThreadsWhenStoppingContext()) {
                stopped.accept(standard.getName());
            }
        }
    }
}

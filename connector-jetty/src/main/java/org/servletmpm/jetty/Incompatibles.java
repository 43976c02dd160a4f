package org.servletmpm.jetty;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.servletmpm.directive.Incompatible;

/**
 * Pins the connections of one connector whose requests meet a filter or servlet that needs one
 * thread for each. Any thread. Only contexts that have one are told of their requests.
 */
final class Incompatibles {

    private static final System.Logger LOG = System.getLogger(Incompatibles.class.getName());

    private static final String SERVLETS = "org.eclipse.jetty.ee11.servlet.ServletContextHandler";

    /** Is told of a context's requests. */
    interface Application extends ContextHandler.ContextScopeListener {}

    private final Connector connector;
    private final boolean servlets;

    /** The contexts that have something, with who is told of their requests. */
    private final Map<ContextHandler, Application> applications = new ConcurrentHashMap<>();

    private volatile Incompatible named = Incompatible.NONE;

    private final AtomicBoolean warned = new AtomicBoolean();

    /** Whether the model is one that such filters do not go with. */
    private volatile boolean pinning;

    Incompatibles(Connector connector) {
        this.connector = connector;
        this.servlets = isThere(SERVLETS);
    }

    private static boolean isThere(String className) {
        try {
            Class.forName(className, false, Incompatibles.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Told before each start and at each restart. */
    void configure(boolean pinning, Incompatible named) {
        this.pinning = pinning;
        this.named = named;
    }

    Incompatible named() {
        return named;
    }

    boolean isOurs(Request request) {
        return request.getConnectionMetaData().getConnector() == connector;
    }

    /** A context has started, or there are other directives. */
    void started(ContextHandler context) {
        stopped(context);
        Application application = pinning && servlets ? ServletContexts.of(context, this) : null;
        if (application != null) {
            LOG.log(
                    Level.INFO,
                    "Context {0}: connections are pinned by {1}",
                    context.getContextPath(),
                    application);
            applications.put(context, application);
            context.addEventListener(application);
        }
    }

    /** A context has stopped, or is nobody's concern any more. */
    void stopped(ContextHandler context) {
        Application application = applications.remove(context);
        if (application != null) {
            context.removeEventListener(application);
        }
    }

    /** Pins by a pattern of the directive's, which needs no servlets. */
    void began(Request request, JettyConnection connection) {
        if (pinning && !named.patterns().isEmpty() && connection.pinnedBy() == null) {
            String path = request.getHttpURI().getDecodedPath();
            String by = path == null ? null : named.pattern(path);
            if (by != null) {
                pin(connection, by);
            }
        }
    }

    /** The streams of HTTP/2 come at once, and no one thread can have them: that is said once. */
    void pin(JettyConnection connection, String by) {
        connection.pin(by);
        if (connection.isMultiplexed() && warned.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1} needs one thread for each connection, and was met over HTTP/2, whose"
                            + " requests come at once, each on a thread of its own. Serve it over"
                            + " HTTP/1.1",
                    connector,
                    by);
        }
    }
}

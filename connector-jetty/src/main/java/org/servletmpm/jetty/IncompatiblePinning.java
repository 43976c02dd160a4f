package org.servletmpm.jetty;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionInfo;
import org.servletmpm.directive.Directives;
import org.servletmpm.engine.PinningPolicy;

/**
 * Pins the connections of one connector whose requests meet a filter or servlet that needs one
 * thread for each. Any thread. Only contexts that have one are told of their requests.
 */
final class IncompatiblePinning {

    private static final System.Logger LOG = System.getLogger(IncompatiblePinning.class.getName());

    /** The class that contexts with servlets of ee11 have, perhaps from another loader. */
    private static final String SERVLETS = "org.eclipse.jetty.ee11.servlet.ServletContextHandler";

    private final Connector connector;

    /** The contexts that have such a filter or servlet, with the listener to their requests. */
    private final Map<ContextHandler, Application> applications = new ConcurrentHashMap<>();

    private final PinningPolicy policy;

    IncompatiblePinning(Connector connector) {
        this.connector = connector;
        this.policy = new PinningPolicy(text -> LOG.log(Level.WARNING, connector + ": " + text));
    }

    /** Follows the directives of a start or restart. */
    void configure(Directives directives) {
        policy.configure(directives);
    }

    /** Reads a context that has started, or reads it again because the directives are others. */
    void started(ContextHandler context) {
        stopped(context);
        ServletReader.Registered registered = policy.pins() ? registered(context) : null;
        if (registered != null) {
            Application application = new Application(registered);
            LOG.log(
                    Level.INFO,
                    "Context {0}: connections are pinned by {1}",
                    context.getContextPath(),
                    registered);
            applications.put(context, application);
            context.addEventListener(application);
        }
    }

    private ServletReader.Registered registered(ContextHandler context) {
        if (!hasServlets(context.getClass())) {
            return null;
        }
        Optional<ServletReader> reader =
                ServiceLoader.load(ServletReader.class, context.getClass().getClassLoader())
                        .findFirst();
        if (reader.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "Context {0}: filters and servlets that need one thread for each connection"
                            + " are not looked for; Jetty''s distribution needs the module ee11-mpm",
                    context.getContextPath());
            return null;
        }
        return reader.get().read(context, policy.named());
    }

    private static boolean hasServlets(Class<?> context) {
        Class<?> each = context;
        while (each != null && !each.getName().equals(SERVLETS)) {
            each = each.getSuperclass();
        }
        return each != null;
    }

    /** Forgets a context that has stopped, or has been taken out of the server. */
    void stopped(ContextHandler context) {
        Application application = applications.remove(context);
        if (application != null) {
            context.removeEventListener(application);
        }
    }

    /**
     * Looks at each request of a context, in the thread that runs it, before its filters; again for
     * what follows it.
     */
    private final class Application implements ContextHandler.ContextScopeListener {

        private final ServletReader.Registered registered;

        Application(ServletReader.Registered registered) {
            this.registered = registered;
        }

        @Override
        public void enterScope(Context context, Request request) {
            if (request != null
                    && request.getConnectionMetaData().getConnector() == connector
                    && request.getAttribute(ConnectionInfo.ATTRIBUTE)
                            instanceof Connection connection
                    && policy.mayPin(connection)) {
                String by = registered.metBy(request);
                if (by != null) {
                    pin(connection, by);
                }
            }
        }

        @Override
        public void exitScope(Context context, Request request) {
            // A connection stays pinned.
        }
    }

    /** Pins by a pattern of the directive, which needs no servlets. */
    void began(Request request, Connection connection) {
        if (policy.mayPin(connection) && !policy.named().patterns().isEmpty()) {
            String path = request.getHttpURI().getDecodedPath();
            String by = path == null ? null : policy.named().pattern(path);
            if (by != null) {
                pin(connection, by);
            }
        }
    }

    private void pin(Connection connection, String by) {
        policy.pin(connection, by);
    }
}

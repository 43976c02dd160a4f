package org.servletmpm.jetty;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.servletmpm.connection.ConnectionInfo;
import org.servletmpm.servlet.IncompatibleRegistrations;

/**
 * What only contexts with servlets have: registrations. A server may have none of them, not even
 * the classes: only {@link Incompatibles} mentions this class, when they are there.
 */
final class ServletContexts {

    private ServletContexts() {}

    /**
     * @param context that has started
     * @return tells of each request that enters the context; null when nobody needs to know
     */
    static Incompatibles.Application of(ContextHandler context, Incompatibles incompatibles) {
        if (!(context instanceof ServletContextHandler servlets)) {
            return null;
        }
        IncompatibleRegistrations read =
                IncompatibleRegistrations.of(servlets.getServletContext(), incompatibles.named());
        return read.isEmpty() ? null : new Application(incompatibles, read);
    }

    /** In the thread that runs the request, before its filters; again for what follows it. */
    private record Application(Incompatibles incompatibles, IncompatibleRegistrations read)
            implements Incompatibles.Application {

        @Override
        public void enterScope(Context context, Request request) {
            ServletContextRequest entered =
                    request == null ? null : Request.as(request, ServletContextRequest.class);
            if (entered != null
                    && incompatibles.isOurs(entered)
                    && entered.getAttribute(ConnectionInfo.ATTRIBUTE)
                            instanceof JettyConnection connection
                    && connection.pinnedBy() == null) {
                String by = read.met(entered.getDecodedPathInContext(), entered.getServletName());
                if (by != null) {
                    incompatibles.pin(connection, by);
                }
            }
        }

        @Override
        public void exitScope(Context context, Request request) {
            // A connection stays pinned.
        }

        @Override
        public String toString() {
            return read.labels().toString();
        }
    }
}

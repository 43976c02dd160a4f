package org.servletmpm.jetty;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.servletmpm.directive.Incompatible;

/**
 * Reads the registrations of contexts of one generation of servlets (ee11). Any thread. It is found
 * as a service by the loader of the context's class: where Jetty keeps the servlets of several
 * generations apart, the server's own classes see none of them.
 */
public interface ServletReader {

    /**
     * Decides which requests of a context meet a filter or servlet that needs one thread for each
     * connection.
     */
    interface Registered {

        /**
         * @param request that enters the context, or follows one that has entered it
         * @return the class of the first that it meets, as shown in the status; null for none
         */
        String metBy(Request request);
    }

    /**
     * @param context that has started
     * @param named whose classes are looked for too
     * @return null when the context has no such filter or servlet, or is not of this generation
     */
    Registered read(ContextHandler context, Incompatible named);
}

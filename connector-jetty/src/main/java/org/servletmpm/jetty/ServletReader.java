package org.servletmpm.jetty;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.servletmpm.directive.Incompatible;

/**
 * Knows what is registered in the contexts of one generation of servlets (ee11). Found as a service
 * by the loader of the context's class: where Jetty keeps the servlets of several generations
 * apart, a server's own classes see none of them.
 */
public interface ServletReader {

    /** Whether the requests of a context meet what needs one thread for a connection. */
    interface Registered {

        /**
         * @param request that enters the context, or follows one that has
         * @return what it meets, under the name that is shown; null when it meets none
         */
        String metBy(Request request);
    }

    /**
     * @param context that has started
     * @param named whose classes are looked for too
     * @return null when the context has none, or is not of this generation
     */
    Registered read(ContextHandler context, Incompatible named);
}

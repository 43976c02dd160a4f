package org.servletmpm.worker;

import org.servletmpm.directive.Directives;

/**
 * Says how long requests may take. Immutable.
 *
 * @param slowMillis until one is told of (SlowRequestTime); 0 for never
 * @param terminateMillis until its thread is interrupted (RequestTerminateTimeout); 0 for never
 */
public record RequestLimits(long slowMillis, long terminateMillis) {

    /** Nobody looks. */
    public static final RequestLimits NONE = new RequestLimits(0, 0);

    /** What an operator has decided. */
    public static RequestLimits of(Directives directives) {
        return new RequestLimits(
                directives.slowRequestMillis(), directives.requestTerminateMillis());
    }

    /**
     * @return whether requests have to be timed
     */
    public boolean areWanted() {
        return slowMillis > 0 || terminateMillis > 0;
    }
}

package org.servletmpm.engine;

/**
 * Hears of fatal errors if EnableExceptionHook is on: httpd's exception hook, as a service. An
 * implementation is named in {@code META-INF/services/org.servletmpm.engine.ExceptionHook} of
 * something on the class path of the thread that starts the connector.
 */
public interface ExceptionHook {

    /**
     * Hears that a worker ends by an Error that no request's own code caught. The worker's thread,
     * before it ends. Another worker has taken its place by then, or its child leaves. What the
     * hook throws is logged.
     */
    void fatal(FatalError error);

    /**
     * Tells what happened.
     *
     * @param thread the worker's name
     * @param slot its child's slot, from 0
     * @param generation its child's generation, from 0
     */
    record FatalError(String thread, int slot, int generation, Error cause) {}
}

package org.servletmpm.engine;

/**
 * Told of fatal errors if EnableExceptionHook is on: httpd's exception hook, as a service. An
 * implementation is named in {@code META-INF/services/org.servletmpm.engine.ExceptionHook} of
 * something on the class path of whoever starts the connector.
 */
public interface ExceptionHook {

    /**
     * A worker ends by an Error that no request's own code caught. Called in its thread, before it
     * ends; what the hook throws is logged. Another worker has taken its place by then.
     */
    void fatal(FatalError error);

    /**
     * What happened.
     *
     * @param thread the worker's name
     * @param slot its child's slot, from 0
     * @param generation its child's generation, from 0
     */
    record FatalError(String thread, int slot, int generation, Error cause) {}
}

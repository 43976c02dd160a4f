package org.servletmpm.demo;

import org.servletmpm.directive.Directives;
import org.servletmpm.engine.Restart;

/**
 * One embedded container with one connector: started once, stopped once. In between its connector
 * alone may be paused and resumed, stopped and started, and its children replaced.
 */
sealed interface DemoContainer permits TomcatServer, JettyServer {

    /** Serves when it returns; what a failed start has taken is given back by {@link #stop}. */
    void start() throws Exception;

    /** The port it listens on, while the connector is started; 0 on a Unix domain socket. */
    int port();

    /** What takes effect, as checked before the start and as the connector has it after that. */
    Directives directives();

    /** New connections wait in the kernel. */
    void pause();

    /** Ends {@link #pause}. */
    void resume();

    /** Answers what has been accepted or is queued, then ends the connector. */
    void stopConnector() throws Exception;

    /**
     * Serves again when it returns, with what {@link #directives} say.
     *
     * @param port the one it had
     */
    void startConnector(int port) throws Exception;

    /**
     * Replaces the children, gracefully.
     *
     * @throws IllegalStateException if the connector is the container's own
     */
    Restart restart(Directives next);

    /** Ends the application, and begins it anew; meanwhile it is not there (404, 503). */
    void redeploy() throws Exception;

    /** Answers what has been accepted, then ends; does nothing a second time. */
    void stop() throws Exception;
}

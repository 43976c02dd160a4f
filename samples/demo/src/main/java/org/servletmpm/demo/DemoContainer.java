package org.servletmpm.demo;

import org.servletmpm.directive.Directives;

/** One embedded container with one connector: started once, stopped once. */
sealed interface DemoContainer permits TomcatServer, JettyServer {

    /** Serves when it returns; what a failed start has taken is given back by {@link #stop}. */
    void start() throws Exception;

    /** The port it listens on. */
    int port();

    /** What takes effect, as checked before the start and as the connector has it after that. */
    Directives directives();

    /** Answers what has been accepted, then ends; does nothing a second time. */
    void stop() throws Exception;
}

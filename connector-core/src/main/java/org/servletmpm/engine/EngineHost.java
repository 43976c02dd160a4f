package org.servletmpm.engine;

import org.servletmpm.directive.Directives;

/** The connector that holds an engine, seen from the engine. */
public interface EngineHost {

    /** {@code http} or {@code https}, for the name in JMX; empty for workers without a socket. */
    String scheme();

    /** The container's name and version. */
    String serverInfo();

    /**
     * Closes the listening socket as the container does: called once accepting is over, and again
     * at the stop.
     */
    void closeSocket();

    /**
     * A restart runs with other directives: what they say of the container's own settings
     * (timeouts, keep-alive, socket buffers) is to hold for connections accepted from now on.
     */
    void reconfigured(Directives directives);

    /** Called in the parent's thread, which other things wait for, while the engine runs. */
    default void everySecond() {}
}

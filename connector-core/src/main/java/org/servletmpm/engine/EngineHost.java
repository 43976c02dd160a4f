package org.servletmpm.engine;

import org.servletmpm.directive.Directives;

/**
 * Tells an engine what it has to know of the connector that holds it, and does for it what only a
 * container can.
 */
public interface EngineHost {

    /**
     * @return {@code http} or {@code https}, for the name in JMX; empty for workers without a
     *     socket
     */
    String scheme();

    /**
     * @return the container's name and version
     */
    String serverInfo();

    /**
     * Closes the listening socket as the container does. Any thread, once accepting is over, and
     * again at the stop.
     */
    void closeSocket();

    /**
     * Takes over the directives of a restart: what they say of the container's own settings
     * (timeouts, keep-alive, socket buffers) holds for connections accepted from now on. The thread
     * that restarts.
     */
    void reconfigured(Directives directives);

    /** Does what the connector has to do once a second. The parent's thread: it must be short. */
    default void everySecond() {}
}

package org.servletmpm.jetty;

import java.io.IOException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/**
 * Makes the container's connection for an end point, and tells the container's listeners of it. Any
 * thread; none of it blocks, but listeners are called.
 */
interface EndPointOwner {

    /** Opens an end point: the container's first steps, in the order that it is used to. */
    void open(SocketChannelEndPoint endPoint) throws IOException;

    /** Called in place of {@link #closed} when opening has failed, or has not begun. */
    void failed(SocketChannelEndPoint endPoint, Throwable cause);

    /** Called when an end point that was opened is closed. */
    void closed(EndPoint endPoint, Throwable cause);

    /**
     * @return the connector's, in milliseconds
     */
    long idleTimeout();

    boolean beginsWithTls();

    CachedChannels cachedChannels();
}

package org.servletmpm.jetty;

import java.util.Set;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.Callback;

/**
 * Finds the connections that carry several requests at once. The only class that knows Jetty's
 * HTTP/2, which need not be there: only connectors that have one of its factories use it. Any
 * thread.
 */
final class Http2 implements Connection.Listener {

    /** The names that HTTP/2 is negotiated by, over TLS and without. */
    static final Set<String> PROTOCOLS = Set.of("h2", "h2c");

    @Override
    public void onOpened(Connection connection) {
        MpmEndPoint endPoint = MpmEndPoint.of(connection.getEndPoint());
        if (endPoint != null && connection instanceof HTTP2Connection http2) {
            endPoint.handler().multiplex(new Session(http2));
        }
    }

    /** Tells a client by HTTP/2's means that its connection ends. */
    private record Session(HTTP2Connection connection) implements Multiplexed {

        @Override
        public void goAway() {
            connection.getSession().goAway(GoAwayFrame.GRACEFUL, Callback.NOOP);
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}

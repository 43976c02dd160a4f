package org.servletmpm.jetty;

import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.server.Request;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionInfo;
import org.servletmpm.jetty.CachedChannels.Warm;

/**
 * A request as the application sees it: what is kept for the connection's next one can be given up
 * when that does not come. All else is as it was.
 */
final class CachedChannelRequest extends JettyRequestLine {

    private final Connection connection;
    private final Warm warm;

    CachedChannelRequest(Request request, JettyHandler handler) {
        super(request);
        this.connection = handler.connection();
        this.warm = handler.warm();
    }

    @Override
    public String client() {
        return warm.client(getConnectionMetaData().getRemoteSocketAddress(), super::client);
    }

    /** {@inheritDoc} The connection without a map for it, which most requests do not have. */
    @Override
    public Object getAttribute(String name) {
        return ConnectionInfo.ATTRIBUTE.equals(name) ? connection : super.getAttribute(name);
    }

    @Override
    public Components getComponents() {
        return warm.components(super.getComponents());
    }
}

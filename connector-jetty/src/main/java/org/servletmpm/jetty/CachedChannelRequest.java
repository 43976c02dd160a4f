package org.servletmpm.jetty;

import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.server.Request;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionInfo;
import org.servletmpm.jetty.CachedChannels.Entry;

/**
 * Shows the application a request whose channel has a cache that can be given up. Otherwise the
 * request is as it was. Belongs to the threads of the request.
 */
final class CachedChannelRequest extends JettyRequestLine {

    private final Connection connection;
    private final Entry entry;

    CachedChannelRequest(Request request, JettyHandler handler) {
        super(request);
        this.connection = handler.connection();
        this.entry = handler.cached();
    }

    @Override
    public String client() {
        return entry.client(getConnectionMetaData().getRemoteSocketAddress(), super::client);
    }

    /** {@inheritDoc} Has the connection without a map, which most requests do not have. */
    @Override
    public Object getAttribute(String name) {
        return ConnectionInfo.ATTRIBUTE.equals(name) ? connection : super.getAttribute(name);
    }

    @Override
    public Components getComponents() {
        return entry.components(super.getComponents());
    }
}

package org.servletmpm.tomcat;

import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Tells a connection when a protocol that carries several requests at once begins on it, in the
 * thread that has the connection's events and before the first request, which may never come.
 */
record MultiplexingProtocol(UpgradeProtocol protocol) implements UpgradeProtocol {

    /**
     * @return null for null
     */
    static UpgradeProtocol of(UpgradeProtocol protocol) {
        return protocol == null ? null : new MultiplexingProtocol(protocol);
    }

    @Override
    public Processor getProcessor(SocketWrapperBase<?> socket, Adapter adapter) {
        begins(socket);
        return protocol.getProcessor(socket, adapter);
    }

    @Override
    public InternalHttpUpgradeHandler getInternalUpgradeHandler(
            SocketWrapperBase<?> socket, Adapter adapter, Request request) {
        begins(socket);
        return protocol.getInternalUpgradeHandler(socket, adapter, request);
    }

    private static void begins(SocketWrapperBase<?> socket) {
        MpmSocketWrapper.handler(socket).multiplexes();
    }

    @Override
    public String getHttpUpgradeName(boolean secure) {
        return protocol.getHttpUpgradeName(secure);
    }

    @Override
    public byte[] getAlpnIdentifier() {
        return protocol.getAlpnIdentifier();
    }

    @Override
    public String getAlpnName() {
        return protocol.getAlpnName();
    }

    @Override
    public boolean accept(Request request) {
        return protocol.accept(request);
    }
}

package org.servletmpm.jetty.spring;

import java.util.EventListener;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.servletmpm.directive.Directives;
import org.servletmpm.jetty.MpmServerConnector;

/** Makes a connector with the properties of a stock one, in its place. */
final class Replacement {

    /** Jetty's default, which nobody wrote: the connector has no such limit. */
    private static final long JETTY_SHUTDOWN_IDLE_MILLIS = 1000;

    private Replacement() {}

    /**
     * @param stock not started, and not to be
     * @param acceptors as somebody wrote it; the connector warns of it
     * @param selectors likewise
     */
    static MpmServerConnector of(
            ServerConnector stock, int acceptors, int selectors, Directives.Builder directives) {
        MpmServerConnector connector =
                new MpmServerConnector(
                        stock.getServer(),
                        null,
                        stock.getScheduler(),
                        stock.getByteBufferPool(),
                        acceptors,
                        selectors,
                        stock.getConnectionFactories().toArray(ConnectionFactory[]::new));
        connector.setDefaultProtocol(stock.getDefaultProtocol());
        connector.setName(stock.getName());
        connector.setHost(stock.getHost());
        connector.setPort(stock.getPort());
        connector.setIdleTimeout(stock.getIdleTimeout());
        if (stock.getShutdownIdleTimeout() != JETTY_SHUTDOWN_IDLE_MILLIS) {
            connector.setShutdownIdleTimeout(stock.getShutdownIdleTimeout());
        }
        connector.setInheritChannel(stock.isInheritChannel());
        connector.setReuseAddress(stock.getReuseAddress());
        connector.setReusePort(stock.isReusePort());
        connector.setAcceptedTcpNoDelay(stock.getAcceptedTcpNoDelay());
        connector.setAcceptedReceiveBufferSize(stock.getAcceptedReceiveBufferSize());
        connector.setAcceptedSendBufferSize(stock.getAcceptedSendBufferSize());
        stock.getBeans(EventListener.class).stream()
                .filter(
                        listener ->
                                !connector
                                        .getContainedBeans(EventListener.class)
                                        .contains(listener))
                .forEach(connector::addEventListener);
        SslConnectionFactory tls = connector.getConnectionFactory(SslConnectionFactory.class);
        if (tls != null) {
            connector.addBean(new KeyAlias(tls.getSslContextFactory()));
        }
        connector.setDirectives(directives);
        // After the directives, to which it is told.
        connector.setAcceptQueueSize(stock.getAcceptQueueSize());
        return connector;
    }
}

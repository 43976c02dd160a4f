package org.servletmpm.jetty.spring;

import java.util.EventListener;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.servletmpm.directive.Directives;
import org.servletmpm.jetty.MpmServerConnector;

/** Makes a connector that is in everything what a stock one was going to be. */
final class Replacement {

    private Replacement() {}

    /**
     * @param stock not started, and not to be
     */
    static MpmServerConnector of(ServerConnector stock, Directives.Builder directives) {
        MpmServerConnector connector =
                new MpmServerConnector(
                        stock.getServer(),
                        null,
                        stock.getScheduler(),
                        stock.getByteBufferPool(),
                        -1,
                        -1,
                        stock.getConnectionFactories().toArray(ConnectionFactory[]::new));
        connector.setDefaultProtocol(stock.getDefaultProtocol());
        connector.setName(stock.getName());
        connector.setHost(stock.getHost());
        connector.setPort(stock.getPort());
        connector.setIdleTimeout(stock.getIdleTimeout());
        connector.setShutdownIdleTimeout(stock.getShutdownIdleTimeout());
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

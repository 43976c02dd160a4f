package org.servletmpm.jetty;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.servletmpm.connection.Adapter;
import org.servletmpm.contract.AdapterContract;
import org.servletmpm.contract.Application;
import org.servletmpm.contract.ContractServlet;

/** Jetty's adapter keeps the contract. */
class JettyContractTest extends AdapterContract {

    private static final ContractServlet SERVLET = new ContractServlet();

    private static Server server;
    private static MpmServerConnector connector;

    @BeforeAll
    static void start() throws Exception {
        server = new Server();
        connector = new MpmServerConnector(server);
        connector.setMpm("event");
        connector.setDirective("KeepAliveTimeout", "" + Application.KEEP_ALIVE_MILLIS / 1000);
        server.addConnector(connector);
        ServletHolder holder = new ServletHolder(SERVLET);
        holder.setAsyncSupported(true);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Override
    protected Adapter adapter() {
        return (Adapter) connector.getSelectorManager();
    }

    @Override
    protected Application application() {
        return SERVLET;
    }
}

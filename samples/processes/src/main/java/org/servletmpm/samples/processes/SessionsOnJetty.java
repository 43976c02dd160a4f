package org.servletmpm.samples.processes;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.DatabaseAdaptor;
import org.eclipse.jetty.session.JDBCSessionDataStoreFactory;
import org.eclipse.jetty.session.NullSessionCacheFactory;
import org.servletmpm.jetty.MpmServerConnector;

/**
 * Jetty with sessions that follow their user from child to child: each request reads its session
 * from a database, because no child keeps any, and writes it back. The database is a process of its
 * own: one that a child opens and serves to the others would end with that child.
 */
public final class SessionsOnJetty {

    private SessionsOnJetty() {}

    /** Serves; the argument is the database, such as {@code jdbc:h2:tcp://localhost/sessions}. */
    public static void main(String... arguments) throws Exception {
        Server server = new Server();
        MpmServerConnector connector = new MpmServerConnector(server);
        connector.setPort(8080);
        connector.setMpm("event");
        server.addConnector(connector);
        DatabaseAdaptor database = new DatabaseAdaptor();
        database.setDriverInfo("org.h2.Driver", arguments[0]);
        JDBCSessionDataStoreFactory store = new JDBCSessionDataStoreFactory();
        store.setDatabaseAdaptor(database);
        // Not once more after the response, when the next child may have written already.
        store.setSavePeriodSec(60);
        server.addBean(store);
        NullSessionCacheFactory cache = new NullSessionCacheFactory();
        // Before the client can ask the next child, which is to see it.
        cache.setFlushOnResponseCommit(true);
        server.addBean(cache);
        ServletContextHandler context =
                new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        context.addServlet(new CountServlet(), "/count");
        server.setHandler(context);
        server.start();
        server.join();
    }
}

package org.servletmpm.it.tls;

import java.util.Locale;
import org.apache.catalina.connector.Connector;

/** The connector that a scenario runs on. */
enum Kind {
    STOCK,
    PREFORK,
    WORKER,
    EVENT;

    /** Connections that this kind serves at the same time, whatever they do. */
    static final int WORKERS = 8;

    /** Whether a connection that waits for its client holds a thread. */
    boolean isBound() {
        return this == PREFORK || this == WORKER;
    }

    Connector connector() {
        if (this == STOCK) {
            Connector stock = new Connector("org.apache.coyote.http11.Http11NioProtocol");
            stock.setProperty("maxThreads", String.valueOf(WORKERS));
            return stock;
        }
        Connector connector = new Connector("org.servletmpm.tomcat.MpmHttp11Protocol");
        connector.setProperty("mpm", name().toLowerCase(Locale.ROOT));
        connector.setProperty("maxRequestWorkers", String.valueOf(WORKERS));
        if (this == PREFORK) {
            connector.setProperty("startServers", String.valueOf(WORKERS));
            connector.setProperty("maxSpareServers", String.valueOf(WORKERS));
        } else {
            connector.setProperty("startServers", "2");
            connector.setProperty("threadsPerChild", String.valueOf(WORKERS / 2));
        }
        return connector;
    }
}

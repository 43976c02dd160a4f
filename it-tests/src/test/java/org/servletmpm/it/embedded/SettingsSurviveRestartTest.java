package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.jetty.MpmServerConnector;
import org.servletmpm.tomcat.MpmHttp11Protocol;

/** A container's own setting on a running connector, as over JMX, outlives a restart and a stop. */
class SettingsSurviveRestartTest {

    @Test
    void tomcatsTimeoutsAndThreads(@TempDir Path base) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        tomcat.setSilent(true);
        Connector connector = new Connector("org.servletmpm.tomcat.MpmHttp11Protocol");
        connector.setPort(0);
        tomcat.setConnector(connector);
        tomcat.start();
        try {
            MpmHttp11Protocol protocol = (MpmHttp11Protocol) connector.getProtocolHandler();
            protocol.setConnectionTimeout(12_345);
            protocol.setMaxKeepAliveRequests(7);
            protocol.graceful();
            assertThat(protocol.getConnectionTimeout()).isEqualTo(12_345);
            assertThat(protocol.getKeepAliveTimeout()).as("follows it").isEqualTo(12_345);
            assertThat(protocol.getMaxKeepAliveRequests()).isEqualTo(7);

            connector.stop();
            connector.setProperty("maxThreads", "50");
            connector.start();
            assertThat(protocol.getMaxThreads()).isEqualTo(50);
            assertThat(protocol.getConnectionTimeout()).isEqualTo(12_345);
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    @Test
    void jettysIdleTimeout() throws Exception {
        Server server = new Server();
        MpmServerConnector connector = new MpmServerConnector(server);
        server.addConnector(connector);
        server.start();
        try {
            connector.setIdleTimeout(12_345);
            connector.graceful();
            assertThat(connector.getIdleTimeout()).isEqualTo(12_345);
        } finally {
            server.stop();
        }
        assertThat(connector.getIdleTimeout()).isEqualTo(12_345);
    }
}

package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.Test;
import org.servletmpm.it.client.RawConnection;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** A connector that an application makes itself is what it makes. */
class AdditionalConnectorsTest {

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(HelloApplication.class)
    static class ThreePorts {

        @Bean
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> more() {
            Connector stock = new Connector();
            stock.setPort(0);
            Connector prefork = new Connector("org.servletmpm.tomcat.MpmHttp11Protocol");
            prefork.setPort(0);
            prefork.setProperty("mpm", "prefork");
            return factory -> factory.addAdditionalConnectors(stock, prefork);
        }
    }

    private static String answer(Connector connector) throws IOException {
        try (RawConnection connection = RawConnection.open(connector.getLocalPort(), false)) {
            return connection.get("/hello").text();
        }
    }

    @Test
    void theConnectorClassDecidesWhetherItHasAModel() throws Exception {
        try (BootServer server =
                BootServer.start(Container.TOMCAT, ThreePorts.class, "mpm.model=event")) {
            Service service =
                    ((TomcatWebServer)
                                    ((WebServerApplicationContext) server.context()).getWebServer())
                            .getTomcat()
                            .getService();
            Connector[] all = service.findConnectors();

            assertThat(all).hasSize(3);
            assertThat(answer(all[0])).startsWith("hello from mpm-" + server.port());
            assertThat(answer(all[1])).startsWith("hello from http-nio-");
            assertThat(BootServer.attribute(all[2].getLocalPort(), "Model")).isEqualTo("prefork");
            assertThat(answer(all[2])).startsWith("hello from mpm-" + all[2].getLocalPort());
        }
    }
}

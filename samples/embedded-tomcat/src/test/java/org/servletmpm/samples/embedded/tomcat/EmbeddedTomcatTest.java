package org.servletmpm.samples.embedded.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;

/** The sample, started on a port that is free. */
class EmbeddedTomcatTest {

    @Test
    void itServesByTheModel() throws Exception {
        Tomcat tomcat = EmbeddedTomcat.start(0);
        try {
            int port = tomcat.getConnector().getLocalPort();
            URI status = URI.create("http://localhost:" + port + "/server-status?auto");
            assertThat(status.toURL().openStream())
                    .asString(StandardCharsets.ISO_8859_1)
                    .contains("ServerMPM: event");
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}

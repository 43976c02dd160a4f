package org.servletmpm.samples.embedded.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

/** The sample, started on a port that is free. */
class EmbeddedJettyTest {

    @Test
    void aThreadOfTheModelAnswers() throws Exception {
        Server server = EmbeddedJetty.start(0);
        try {
            int port = server.getURI().getPort();
            assertThat(URI.create("http://localhost:" + port + "/").toURL().openStream())
                    .asString(StandardCharsets.UTF_8)
                    .startsWith("Hello from mpm-" + port + "-");
        } finally {
            server.stop();
        }
    }
}

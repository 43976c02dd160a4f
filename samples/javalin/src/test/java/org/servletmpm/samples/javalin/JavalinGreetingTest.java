package org.servletmpm.samples.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The sample, started on a port that is free. */
class JavalinGreetingTest {

    @Test
    void aThreadOfTheModelAnswers() throws Exception {
        Javalin javalin = JavalinGreeting.start(0);
        try {
            int port = javalin.port();
            assertThat(URI.create("http://localhost:" + port + "/").toURL().openStream())
                    .asString(StandardCharsets.UTF_8)
                    .startsWith("Hello from mpm-" + port + "-");
        } finally {
            javalin.stop();
        }
    }
}

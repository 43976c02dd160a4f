package org.servletmpm.samples.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An application's own test, as Boot has it: the server under test has the model, too. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        // The test's clients keep their connections, for which a graceful shutdown would wait.
        properties = "server.shutdown=immediate")
class ApplicationTest {

    @LocalServerPort private int port;

    @Test
    void aWorkerAnswers() throws Exception {
        assertThat(get("/")).startsWith("Hello from mpm-" + port + "-");
        assertThat(get("/server-status?auto")).contains("ServerMPM: event");
    }

    private String get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + port + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}

package org.servletmpm.samples.incompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.IntStream;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sample: who meets the filter is pinned, and the status tells. */
class IncompatibleFilterServerTest {

    private Tomcat tomcat;

    @BeforeEach
    void start() throws Exception {
        tomcat = IncompatibleFilterServer.start(0);
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    private HttpResponse<String> get(HttpClient client, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + path);
        return client.send(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The client keeps its connection: one thread counts all of its requests. */
    @Test
    void aConnectionThatMeetsTheFilterIsOneThreads() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        assertThat(
                        IntStream.rangeClosed(1, 20)
                                .mapToObj(
                                        n -> {
                                            try {
                                                return get(client, "/legacy/status?auto");
                                            } catch (IOException | InterruptedException e) {
                                                throw new AssertionError(e);
                                            }
                                        }))
                .last()
                .satisfies(
                        answer -> {
                            assertThat(
                                            answer.headers()
                                                    .firstValueAsLong("X-Requests-Of-This-Thread"))
                                    .hasValue(20);
                            assertThat(answer.body()).contains("ConnsPinned: 1");
                        });
    }

    @Test
    void anotherConnectionIsNot() throws Exception {
        assertThat(get(HttpClient.newHttpClient(), "/server-status?auto").body())
                .contains("ConnsPinned: 0");
    }
}

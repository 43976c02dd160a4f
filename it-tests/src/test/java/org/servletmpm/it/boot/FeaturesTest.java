package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One property gives the server its processing model, and nothing else changes: what Spring offers
 * works as it does on the stock connectors.
 */
class FeaturesTest {

    @ParameterizedTest
    @CsvSource({
        "TOMCAT,prefork",
        "TOMCAT,worker",
        "TOMCAT,event",
        "JETTY,prefork",
        "JETTY,worker",
        "JETTY,event"
    })
    void onePropertyPicksTheModelAndEverythingWorks(Container container, String model)
            throws Exception {
        try (BootServer server =
                BootServer.start(container, FeaturesApplication.class, "mpm.model=" + model)) {
            assertThat(server.attribute("Model")).isEqualTo(model);
            everythingWorks(server, model.equals("event") ? 1 : 0);
        }
    }

    private static void everythingWorks(BootServer server, int pinned) throws Exception {
        assertThat(server.get("/thread").body()).startsWith("mpm-").contains("-worker-");
        assertThat(server.get("/callable").body()).isEqualTo("called");
        assertThat(server.get("/future").body()).isEqualTo("came");
        assertThat(server.get("/events").body()).contains("data:event 0", "data:event 2");
        assertThat(server.get("/stream").body())
                .hasLineCount(FeaturesApplication.LINES)
                .endsWith("line " + (FeaturesApplication.LINES - 1) + "\n");
        assertThat(upload(server, 100_000)).isEqualTo("file.txt 100000");
        assertThat(talk(server, "hello")).isEqualTo("echo hello");
        assertThat(server.get("/pinned").body()).isEqualTo("pinned");
        // Tomcat's connection is pinned when its request is done, a moment after the response.
        Awaitility.await()
                .untilAsserted(() -> assertThat(server.attribute("ConnsPinned")).isEqualTo(pinned));
        assertThat(server.get("/nowhere").statusCode()).isEqualTo(404);
    }

    private static String upload(BootServer server, int size) throws Exception {
        String body =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file.txt\"\r\n\r\n"
                        + "x".repeat(size)
                        + "\r\n--b--\r\n";
        HttpRequest request =
                HttpRequest.newBuilder(server.uri("/upload"))
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return server.client().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String talk(BootServer server, String text) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket socket =
                server.client()
                        .newWebSocketBuilder()
                        .buildAsync(
                                URI.create("ws://localhost:" + server.port() + "/socket"),
                                new WebSocket.Listener() {
                                    @Override
                                    public CompletionStage<?> onText(
                                            WebSocket from, CharSequence data, boolean last) {
                                        answer.complete(data.toString());
                                        return null;
                                    }
                                })
                        .get(10, TimeUnit.SECONDS);
        try {
            socket.sendText(text, true).get(10, TimeUnit.SECONDS);
            return answer.get(10, TimeUnit.SECONDS);
        } finally {
            socket.abort();
        }
    }
}

package org.servletmpm.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches the MPM connectors of the command line. How the models behave is in it-tests. */
class ModelsTest {
    private final HttpClient client = HttpClient.newHttpClient();

    private String get(DemoServer server, String path) throws Exception {
        URI uri = URI.create(server.url() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }

    @ParameterizedTest
    @CsvSource({
        "tomcat,prefork", "tomcat,worker", "tomcat,event",
        "jetty,prefork", "jetty,worker", "jetty,event",
    })
    void everyModelServesAndTellsItsWorker(String container, String model) throws Exception {
        try (DemoServer server =
                DemoServer.start(
                        "--set=GracefulKeepAlive=0",
                        "--port=0",
                        "--container",
                        container,
                        "--model",
                        model)) {
            assertThat(server.readyLine()).contains(" container=" + container + " model=" + model);
            assertThat(get(server, "/")).contains("serving as <strong>" + model + "</strong>");
            assertThat(get(server, "/thread"))
                    .contains("\"threadName\":\"mpm-" + server.port() + "-")
                    .contains("\"generation\":0", "\"connection\":")
                    .doesNotContain("null");
            assertThat(get(server, "/server-status?auto")).contains("ServerMPM: " + model);
            assertThat(get(server, "/server-status"))
                    .contains("<h2>http-" + server.port() + "</h2>", "<dd>" + model + "</dd>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "jetty"})
    void statusAnswersHeadWithThePagesHeadersAlone(String container) throws Exception {
        try (DemoServer server =
                DemoServer.start(
                        "--set=GracefulKeepAlive=0", "--port=0", "--container", container)) {
            URI uri = URI.create(server.url() + "/server-status?refresh=9");
            HttpResponse<String> head =
                    client.send(
                            HttpRequest.newBuilder(uri)
                                    .method("HEAD", BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValueAsLong("Content-Length").orElseThrow())
                    .isGreaterThan(1000);
            assertThat(head.headers().firstValue("Refresh")).hasValue("9");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "jetty"})
    void readySaysWhatFileSetAndAttributesComeTo(String container, @TempDir Path directory)
            throws Exception {
        Path conf =
                Files.writeString(
                        directory.resolve("mpm.conf"),
                        """
                        Listen 127.0.0.1:1
                        StartServers 2
                        ThreadsPerChild 4
                        """);
        try (DemoServer server =
                DemoServer.start(
                        "--set=GracefulKeepAlive=0",
                        "--container",
                        container,
                        "--port=0",
                        "--conf=" + conf,
                        "--set=StartServers=1",
                        "--connector=maxThreads=8")) {
            List<String> words = List.of(server.readyLine().split(" "));
            assertThat(words)
                    .contains("StartServers=1", "ThreadsPerChild=4", "MaxRequestWorkers=8");
            assertThat(get(server, "/hello")).isEqualTo("Hello, world\n");
        }
    }

    @Test
    void serversOfOneJvmDoNotMeet() throws Exception {
        try (DemoServer first =
                        DemoServer.start(
                                "--set=GracefulKeepAlive=0", "--port=0", "--model=worker");
                DemoServer second =
                        DemoServer.start(
                                "--set=GracefulKeepAlive=0", "--port=0", "--model=prefork")) {
            first.stop();
            first.stop();
            assertThat(get(second, "/hello")).isEqualTo("Hello, world\n");
        }
    }
}

package org.servletmpm.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page answers as the README says, on both containers at once in one JVM. */
class PagesTest {
    private static final Map<ContainerName, DemoServer> SERVERS =
            Collections.synchronizedMap(new EnumMap<>(ContainerName.class));

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        for (ContainerName name : ContainerName.values()) {
            SERVERS.put(
                    name, DemoServer.start("--stock", "--port=0", "--container", name.toString()));
        }
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(DemoServer::close);
    }

    private HttpResponse<byte[]> get(ContainerName name, String path) throws Exception {
        return send(name, HttpRequest.newBuilder(), path);
    }

    private HttpResponse<byte[]> post(ContainerName name, String path, byte[] body)
            throws Exception {
        return send(name, HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray(body)), path);
    }

    private HttpResponse<byte[]> send(ContainerName name, HttpRequest.Builder request, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create(SERVERS.get(name).url() + path);
        return client.send(
                request.uri(uri).timeout(Duration.ofSeconds(20)).build(),
                BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** In a server of its own: requests of others would find no application. */
    @ParameterizedTest
    @CsvSource({"tomcat, event", "tomcat, prefork", "jetty, event", "jetty, prefork"})
    void theApplicationIsDeployedAgainOnTheSameConnector(String container, String model)
            throws Exception {
        try (DemoServer server =
                DemoServer.start("--port=0", "--container", container, "--model", model)) {
            int port = server.port();
            assertThat(server.control("redeploy")).isEqualTo("OK redeploy");
            assertThat(server.port()).isEqualTo(port);
            for (String path : List.of("/hello", "/async?ms=1", "/file/1", "/server-status")) {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(server.url() + path)).build();
                assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void helloIs13BytesOfPlainText(ContainerName name) throws Exception {
        HttpResponse<byte[]> response = get(name, "/hello");
        assertThat(text(response)).isEqualTo("Hello, world\n").hasSize(13);
        assertThat(response.headers().firstValue("Content-Length")).hasValue("13");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/plain");
    }

    @ParameterizedTest
    @EnumSource
    void bigHasKnownBytesWhateverTheChunk(ContainerName name) throws Exception {
        byte[] expected = new byte[100_003];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) (i % 251);
        }
        for (String chunk : List.of("", "&chunk=1000000", "&chunk=777")) {
            HttpResponse<byte[]> response = get(name, "/big?bytes=100003" + chunk);
            assertThat(response.body()).isEqualTo(expected);
            assertThat(response.headers().firstValue("Content-Length")).hasValue("100003");
        }
        assertThat(get(name, "/big?bytes=20&chunk=9&delay=1").body())
                .isEqualTo(Arrays.copyOf(expected, 20));
    }

    @ParameterizedTest
    @EnumSource
    void sleepAnswersAfterItsTime(ContainerName name) throws Exception {
        long before = System.nanoTime();
        assertThat(text(get(name, "/sleep?ms=50"))).isEqualTo("slept 50 ms\n");
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(50_000_000L);
    }

    @ParameterizedTest
    @EnumSource
    void mixedIsSlowForOneRequestInSoMany(ContainerName name) throws Exception {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            answers.add(text(get(name, "/mixed?every=3&ms=1")));
        }
        assertThat(answers)
                .containsExactly("fast\n", "fast\n", "slow\n", "fast\n", "fast\n", "slow\n");
    }

    @ParameterizedTest
    @EnumSource
    void spinComputesSoManyRounds(ContainerName name) throws Exception {
        assertThat(text(get(name, "/spin?rounds=0"))).isEqualTo("1\n");
        assertThat(text(get(name, "/spin?rounds=1"))).isEqualTo("1082269761\n");
    }

    @ParameterizedTest
    @EnumSource
    void echoSendsTheBodyBackChunked(ContainerName name) throws Exception {
        byte[] body = new byte[200_000];
        new Random(1).nextBytes(body);
        HttpResponse<byte[]> response = post(name, "/echo", body);
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
        assertThat(post(name, "/echo", new byte[0]).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void uploadCountsAndHashes(ContainerName name) throws Exception {
        byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
        assertThat(text(post(name, "/upload", abc)))
                .isEqualTo(
                        "{\"bytes\":3,\"sha256\":\"ba7816bf8f01cfea414140de5dae2223"
                                + "b00361a396177a9cb410ff61f20015ad\"}\n");
    }

    @ParameterizedTest
    @EnumSource
    void threadSaysWhatTheContainerKnows(ContainerName name) throws Exception {
        assertThat(text(get(name, "/thread")))
                .matches(
                        "\\{\"threadId\":\\d+,\"threadName\":\"[^\"]+\","
                                + "\"threadGroup\":\"main\",\"slot\":null,"
                                + "\"generation\":null,\"worker\":null,\"connection\":null,"
                                + "\"request\":null,\"clientPort\":\\d+,"
                                + "\"protocol\":\"HTTP/1.1\"}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "TOMCAT,exception",
        "TOMCAT,StackOverflowError",
        "TOMCAT,Error",
        "JETTY,exception",
        "JETTY,StackOverflowError",
        "JETTY,Error",
        "JETTY,OutOfMemoryError",
    })
    void failureIsA500(ContainerName name, String type) throws Exception {
        assertThat(get(name, "/error?type=" + type).statusCode()).isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource
    void interruptedThreadStillAnswers(ContainerName name) throws Exception {
        assertThat(text(get(name, "/interrupt"))).startsWith("interrupted");
    }

    @ParameterizedTest
    @EnumSource
    void indexLinksToThePagesAndNothingElseIsThere(ContainerName name) throws Exception {
        assertThat(text(get(name, "/")))
                .contains("<dt>prefork</dt>", "serving as <strong>stock</strong>")
                .contains(
                        "/hello", "/big", "/sleep", "/mixed", "/spin", "/echo", "/upload",
                        "/thread", "/pinned")
                .contains("/error", "/interrupt", "/server-status");
        assertThat(get(name, "/nothing").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    void aComparisonIsStartedByTheFormAlone(ContainerName name) throws Exception {
        assertThat(compare(name, "token=0123&model=event&load=kept").statusCode()).isEqualTo(403);
        assertThat(compare(name, "model=event&load=kept").statusCode()).isEqualTo(403);
        try (Socket rebound = new Socket("127.0.0.1", SERVERS.get(name).port())) {
            rebound.getOutputStream()
                    .write(
                            "GET / HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(rebound.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("Only a client of this machine")
                    .doesNotContain("name=\"token\"");
        }
        String form = text(get(name, "/"));
        String token = form.replaceAll("(?s).*name=\"token\" value=\"([0-9a-f]{32})\".*", "$1");
        assertThat(compare(name, "token=" + token + "&model=x&load=kept").statusCode())
                .isEqualTo(400);

        String begin = "token=" + token + "&model=event&load=kept";
        assertThat(compare(name, begin).statusCode()).isEqualTo(303);
        assertThat(compare(name, begin).statusCode()).isEqualTo(409);
        // 32 silent clients, 8 workers: event serves them all, and the normal client too.
        await().untilAsserted(
                        () ->
                                assertThat(text(get(name, "/")))
                                        .containsPattern(
                                                "event<td>32<td><meter [^>]*></meter> [1-9]"));
        assertThat(get(name, "/").headers().firstValue("Refresh")).hasValue("1");
        assertThat(text(get(name, "/"))).contains("of 20 seconds", "<i>_</i>");
    }

    private HttpResponse<byte[]> compare(ContainerName name, String form) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form));
        return send(name, request, "/");
    }

    @ParameterizedTest
    @CsvSource({
        "/big?bytes=x, bytes",
        "/big?chunk=0, chunk",
        "/sleep?ms=-1, ms",
        "/sleep?seconds=1, seconds",
        "/mixed?every=0, every",
        "/spin?rounds=-1, rounds",
        "/server-status?refresh=0, refresh",
        "/error, type",
        "/error?type=a, type",
    })
    void badParameterIsA400ThatNamesIt(String path, String parameter) throws Exception {
        for (ContainerName name : ContainerName.values()) {
            HttpResponse<byte[]> response = get(name, path);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(text(response)).startsWith("parameter " + parameter).contains("allowed is");
        }
    }
}

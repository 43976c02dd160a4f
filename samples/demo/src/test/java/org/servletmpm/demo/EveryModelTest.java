package org.servletmpm.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages that leave their thread, or have more than a body: each answers as the README says, on
 * both containers, in every model and on the container's own connector.
 */
class EveryModelTest {
    private static final Map<String, DemoServer> SERVERS = new LinkedHashMap<>();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        for (String container : List.of("tomcat", "jetty")) {
            for (String how :
                    List.of("--stock", "--model=prefork", "--model=worker", "--model=event")) {
                SERVERS.put(
                        container + " " + how,
                        DemoServer.start(
                                "--set=GracefulKeepAlive=0",
                                "--port=0",
                                "--container=" + container,
                                how,
                                // A request that hangs fails its test, and not the build's end.
                                "--set=GracefulShutdownTimeout=20"));
            }
        }
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(DemoServer::close);
    }

    static Set<String> servers() {
        return SERVERS.keySet();
    }

    private HttpResponse<byte[]> send(String server, String path, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        URI uri = URI.create(SERVERS.get(server).url() + path);
        return client.send(
                request.uri(uri).timeout(Duration.ofSeconds(20)).build(),
                BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(String server, String path) throws Exception {
        return send(server, path, HttpRequest.newBuilder());
    }

    private HttpResponse<byte[]> post(String server, String path, byte[] body) throws Exception {
        return send(server, path, HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray(body)));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static byte[] pattern(int from, int to) {
        byte[] bytes = new byte[to - from];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((from + i) % 251);
        }
        return bytes;
    }

    /** Sends what is given, no more, and reads up to the end of what the server has to say. */
    private static String raw(String server, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", SERVERS.get(server).port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void asyncEndsAsItIsAskedTo(String server) throws Exception {
        assertThat(text(get(server, "/async"))).isEqualTo("async complete\n");
        assertThat(text(get(server, "/async?mode=complete&ms=0"))).isEqualTo("async complete\n");
        assertThat(text(get(server, "/async?mode=dispatch"))).isEqualTo("Hello, world\n");
        assertThat(text(get(server, "/async?mode=start&ms=1"))).isEqualTo("async start\n");
        HttpResponse<byte[]> timeout = get(server, "/async?mode=timeout&ms=1");
        assertThat(timeout.statusCode()).isEqualTo(200);
        assertThat(text(timeout)).isEqualTo("async timeout\n");
        assertThat(get(server, "/async?mode=error").statusCode()).isEqualTo(500);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void nonblockingEchoesAndSends(String server) throws Exception {
        byte[] body = new byte[300_000];
        new Random(1).nextBytes(body);
        assertThat(post(server, "/nonblocking", body).body()).isEqualTo(body);
        assertThat(post(server, "/nonblocking", new byte[0]).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> sent = get(server, "/nonblocking?size=300001");
        assertThat(sent.body()).isEqualTo(pattern(0, 300_001));
        assertThat(sent.headers().firstValue("Content-Length")).hasValue("300001");
        assertThat(get(server, "/nonblocking?size=0").body()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void blockedTaskAnswersWhenTheBodyHasBeenRead(String server) throws Exception {
        assertThat(text(post(server, "/latch", new byte[100_000]))).isEqualTo("latch 100000\n");
        assertThat(text(post(server, "/latch", new byte[0]))).isEqualTo("latch 0\n");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void eventsAreNumberedAndEnd(String server) throws Exception {
        HttpResponse<byte[]> events = get(server, "/sse?events=2&ms=1");
        assertThat(text(events)).isEqualTo("id: 1\ndata: event 1\n\nid: 2\ndata: event 2\n\n");
        assertThat(events.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/event-stream");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void fileHasRangesAndAnETag(String server) throws Exception {
        HttpResponse<byte[]> whole = get(server, "/file/200000");
        assertThat(whole.body()).isEqualTo(pattern(0, 200_000));
        assertThat(whole.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        HttpRequest.Builder part = HttpRequest.newBuilder().header("Range", "bytes=1000-1999");
        HttpResponse<byte[]> range = send(server, "/file/200000", part);
        assertThat(range.statusCode()).isEqualTo(206);
        assertThat(range.body()).isEqualTo(pattern(1000, 2000));
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        HttpRequest.Builder unchanged = HttpRequest.newBuilder().header("If-None-Match", tag);
        assertThat(send(server, "/file/200000", unchanged).statusCode()).isEqualTo(304);
        assertThat(get(server, "/file").body()).hasSize(1 << 20);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void trailersComeBackAsTrailers(String server) throws Exception {
        String answer =
                raw(
                        server,
                        "POST /trailers HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "5\r\nhello\r\n0\r\nX-Demo: one\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200").contains("\r\n8\r\n5 bytes\n\r\n0\r\n");
        String trailers = answer.substring(answer.indexOf("\r\n0\r\n"));
        assertThat(trailers).containsIgnoringCase("\r\nX-Length: 5\r\n");
        assertThat(trailers).containsIgnoringCase("\r\nX-Echo-X-Demo: one\r\n");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void earlyAnswersBeforeTheBody(String server) throws Exception {
        HttpResponse<byte[]> refused = post(server, "/early?status=413", new byte[10]);
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(text(refused)).isEqualTo("early 413\n");
        assertThat(get(server, "/early?status=204").statusCode()).isEqualTo(204);
        try (Socket socket = new Socket("127.0.0.1", SERVERS.get(server).port())) {
            socket.setSoTimeout(20_000);
            String head = "POST /early HTTP/1.1\r\nHost: demo\r\nContent-Length: 9\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void webSocketEchoesAndDoesWhatItIsTold(String server) throws Exception {
        URI uri = URI.create(SERVERS.get(server).url().replace("http", "ws") + "/ws");
        byte[] binary = pattern(0, 1 << 20);
        try (WebSocketClient socket = new WebSocketClient(client, uri)) {
            assertThat(socket.send("hello").next()).isEqualTo("hello");
            assertThat(socket.send(binary).next()).isEqualTo(Arrays.toString(binary));
            socket.send("push 3");
            assertThat(List.of(socket.next(), socket.next(), socket.next()))
                    .containsExactly("push 1", "push 2", "push 3");
            assertThat(socket.send("close 1005").next()).startsWith("close 1005: allowed");
            assertThat(socket.send("close 4001").next()).isEqualTo("closed 4001");
        }
        assertThat(get(server, "/ws").statusCode()).isEqualTo(426);
        try (WebSocketClient idle = new WebSocketClient(client, uri)) {
            assertThat(idle.send("idle 50").next()).isEqualTo("idle 50");
            assertThat(idle.next()).isEqualTo("closed 1001");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /async?mode=x, mode",
        "GET, /async?ms=60001, ms",
        "GET, /async?seconds=1, seconds",
        "GET, /nonblocking?size=x, size",
        "POST, /nonblocking?size=1, size",
        "GET, /sse?events=0, events",
        "GET, /sse?ms=x, ms",
        "GET, /file/0, SIZE",
        "GET, /file/67108865, SIZE",
        "GET, /file/a/b, SIZE",
        "GET, /file?a=1, a",
        "POST, /trailers?a=1, a",
        "POST, /early?status=101, status",
        "POST, /early?status=%25zz, status",
        "POST, /latch?a=b, a",
    })
    void badParameterIsA400ThatNamesIt(String method, String path, String name) throws Exception {
        for (String server : List.of("tomcat --stock", "jetty --stock")) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder().method(method, BodyPublishers.noBody());
            HttpResponse<byte[]> response = send(server, path, request);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(text(response)).startsWith("parameter " + name).contains("allowed is");
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void methodThatAPageDoesNotKnowIsA405(String server) throws Exception {
        assertThat(get(server, "/latch").statusCode()).isEqualTo(405);
        assertThat(post(server, "/sse", new byte[0]).statusCode()).isEqualTo(405);
    }

    @Test
    void stopLeavesNeitherFilesNorThreads() throws Exception {
        List<Path> before = directories();
        DemoServer server = DemoServer.start("--set=GracefulKeepAlive=0", "--port=0");
        Set<Thread> others = Thread.getAllStackTraces().keySet();
        URI uri = URI.create(server.url());
        for (String path : List.of("/file/1", "/async", "/sse?events=1&ms=0")) {
            HttpRequest request = HttpRequest.newBuilder(uri.resolve(path)).build();
            client.send(request, BodyHandlers.discarding());
        }
        assertThat(directories()).hasSize(before.size() + 1);
        assertThat(timers(others)).hasSize(1);
        List<Thread> own = timers(others);
        server.stop();
        assertThat(directories()).isEqualTo(before);
        own.get(0).join(20_000);
        assertThat(own.get(0).isAlive()).isFalse();
    }

    private static List<Thread> timers(Set<Thread> others) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("demo-timer") && !others.contains(thread))
                .toList();
    }

    private static List<Path> directories() throws IOException {
        String own = "demo-files-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            List<Path> found = new ArrayList<>(all.toList());
            found.removeIf(each -> !each.getFileName().toString().contains(own));
            return found.stream().sorted().toList();
        }
    }
}

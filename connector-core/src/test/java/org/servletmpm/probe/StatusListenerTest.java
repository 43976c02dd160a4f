package org.servletmpm.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.directive.Listen;

/** The status port answers in time, whatever its clients and its engine do. */
@Timeout(30)
class StatusListenerTest {

    private static final Listen ANY_PORT = new Listen(Optional.of("127.0.0.1"), 0);

    private volatile Readiness readiness = Readiness.READY;
    private volatile boolean lives = true;
    private volatile Error thrown;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private StatusListener listener;

    @BeforeEach
    void start() throws IOException {
        listener = listener(ANY_PORT);
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.stop();
    }

    private StatusListener listener(Listen listen) throws IOException {
        return new StatusListener("mpm-1", listen, new Engine(), failures::add);
    }

    private final class Engine implements ProbedEngine {
        @Override
        public String address() {
            return "*";
        }

        @Override
        public int port() {
            return 1;
        }

        @Override
        public Readiness readiness() {
            return sane(readiness);
        }

        @Override
        public boolean isAlive() {
            return sane(lives);
        }
    }

    private <T> T sane(T value) {
        if (thrown != null) {
            throw thrown;
        }
        return value;
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + listener.place() + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource
    void whoWantsClientsIs200AndEverythingElse503WithTheReason(Readiness now) throws Exception {
        readiness = now;
        HttpResponse<String> answer = ask("GET", "/ready");
        String line =
                switch (now) {
                    case READY -> "ready";
                    case SICK -> "ready, but sick: children die one after the other";
                    default -> "not ready: " + now.name().toLowerCase();
                };
        assertThat(answer.statusCode()).isEqualTo(line.startsWith("ready") ? 200 : 503);
        assertThat(answer.body()).isEqualTo(line + "\n");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(ask("GET", "/live").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 503",
        "GET, /server-status?auto, 503",
        "GET, /server-status?refresh=x, 400",
        "GET, /ready/, 404",
        "GET, /favicon.ico, 404",
        "POST, /ready, 405",
        "HEAD, /live, 200"
    })
    void otherRequestsAreAnsweredToo(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = ask(method, path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body().isEmpty()).isEqualTo(method.equals("HEAD"));
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("text/plain; charset=UTF-8");
    }

    /** More of them than there is room for: each has its time, and keeps nobody waiting. */
    @Test
    void clientsThatStallDelayNoOtherAndAreClosed() throws Exception {
        List<Socket> stalled = new ArrayList<>();
        for (int n = 0; n < StatusListener.MOST + 2; n++) {
            stalled.add(send("GET /li"));
            assertThat(answer(send("GET /live HTTP/1.0\r\n\r\n"))).endsWith("live\n");
        }
        for (Socket socket : stalled) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            socket.close();
        }
        assertThat(ask("GET", "/live").body()).isEqualTo("live\n");
    }

    /** A browser of this machine, told by a site that its name is 127.0.0.1. */
    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "LOCALHOST:9000, 200",
        "x.localhost, 200",
        "127.0.0.1, 200",
        "127.1.2.3:9000, 200",
        "[::1]:9000, 200",
        "rebound.example, 421",
        "rebound.example:9000, 421",
        "127.0.0.1.example, 421",
        "localhost.example, 421",
        "10.0.0.1, 421",
        "'', 421"
    })
    void atTheLoopbackAddressOnlyItsOwnNamesAreAnswered(String host, int status) throws Exception {
        for (String path : List.of("/", "/live", "/ready", "/?json")) {
            String answer = answer(send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
            assertThat(answer.startsWith("HTTP/1.1 421 "))
                    .as("%s of %s: %s", path, host, answer)
                    .isEqualTo(status == 421);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /live HTTP/1.1, 400",
        "GET /live, 400",
        "GET http://x y/live HTTP/1.0, 400",
        "GET /li%ve HTTP/1.0, 400",
        "GET http://localhost/live HTTP/1.0, 200",
        "nonsense, 400"
    })
    void whatIsNotARequestIsRefused(String line, int status) throws Exception {
        assertThat(answer(send(line + "\r\n\r\n"))).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void aHeaderThatDoesNotEndIsRefused() throws Exception {
        String endless = "GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(Exchange.MOST_HEADER);
        assertThat(answer(send(endless))).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void liveSaysWhatTheEngineSaidInTheLastSecond() throws Exception {
        lives = false;
        await().until(() -> ask("GET", "/live").statusCode() == 503);
        assertThat(ask("GET", "/live").body()).startsWith("not live: ");
        lives = true;
        await().until(() -> ask("GET", "/live").statusCode() == 200);
    }

    /** Such as the end of the memory: the client is hurt, and nobody else. */
    @Test
    void itSurvivesEverythingThatIsThrown() throws Exception {
        thrown = new OutOfMemoryError("test");
        assertThat(answer(send("GET /ready HTTP/1.0\r\n\r\n"))).isEmpty();
        await().until(() -> failures.size() >= 2);
        thrown = null;
        assertThat(ask("GET", "/ready").body()).isEqualTo("ready\n");
        assertThat(failures).allMatch(failure -> failure.getMessage().equals("test"));
    }

    private Socket send(String text) throws IOException {
        String[] place = listener.place().split(":");
        Socket socket = new Socket(place[0], Integer.parseInt(place[1]));
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String answer(Socket asked) throws IOException {
        try (asked) {
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Thread> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .toList();
    }

    @Test
    void aPortInUseIsReportedWithTheDirective() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Listen listen = new Listen(Optional.of("127.0.0.1"), taken.getLocalPort());
            assertThatThrownBy(() -> listener(listen))
                    .isInstanceOf(BindException.class)
                    .hasMessage("StatusListen " + listen + ": Address already in use");
        }
        assertThatThrownBy(() -> listener(new Listen(Optional.of("nowhere.invalid"), 0)))
                .hasMessage("StatusListen nowhere.invalid:0: no such address");
    }

    @Test
    void itsThreadsAreDaemonsAndEnd() throws Exception {
        ask("GET", "/live");
        List<Thread> all = threads("mpm-1-status");
        assertThat(all).isNotEmpty().allMatch(Thread::isDaemon);
        listener.stop();
        assertThat(all).noneMatch(Thread::isAlive);
        assertThatThrownBy(() -> ask("GET", "/live")).isInstanceOf(IOException.class);
    }
}

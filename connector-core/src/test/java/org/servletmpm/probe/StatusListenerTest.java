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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.directive.Listen;

@Timeout(30)
class StatusListenerTest {

    private static final Listen ANY_PORT = new Listen(Optional.of("127.0.0.1"), 0);

    private volatile Readiness readiness = Readiness.READY;
    private StatusListener listener;

    @BeforeEach
    void start() throws IOException {
        listener = new StatusListener("mpm-1", ANY_PORT, "*", 1, () -> readiness);
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.stop();
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
    void readyIs200AndEverythingElse503WithTheReason(Readiness now) throws Exception {
        readiness = now;
        HttpResponse<String> answer = ask("GET", "/ready");
        assertThat(answer.statusCode()).isEqualTo(now == Readiness.READY ? 200 : 503);
        assertThat(answer.body())
                .isEqualTo(
                        now == Readiness.READY
                                ? "ready\n"
                                : "not ready: " + now.name().toLowerCase() + "\n");
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
    void otherQuestionsAreAnsweredToo(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = ask(method, path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body().isEmpty()).isEqualTo(method.equals("HEAD"));
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("text/plain; charset=UTF-8");
    }

    /** More of them than there are threads: they are cut, and then others are answered. */
    @Test
    void clientsThatStallKeepTheOthersWaitingForAWhileOnly() throws Exception {
        List<Socket> stalled = new ArrayList<>();
        String[] place = listener.place().split(":");
        for (int n = 0; n < Answerers.MOST + 2; n++) {
            Socket socket = new Socket(place[0], Integer.parseInt(place[1]));
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET /li".getBytes(StandardCharsets.US_ASCII));
            stalled.add(socket);
        }
        await().until(() -> threads("mpm-1-status-").size() >= Answerers.MOST);
        long later = System.nanoTime() + 2 * Answerers.LONGEST_NANOS;
        await().pollInterval(Duration.ofMillis(20))
                .untilAsserted(
                        () -> {
                            listener.endStalled(later);
                            assertThat(threads("mpm-1-status-")).noneMatch(t -> isReading(t));
                        });
        assertThat(ask("GET", "/live").body()).isEqualTo("live\n");
        for (Socket socket : stalled) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            socket.close();
        }
    }

    private static boolean isReading(Thread thread) {
        return List.of(thread.getStackTrace()).stream()
                .anyMatch(frame -> frame.getMethodName().equals("readLine"));
    }

    private static List<Thread> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .toList();
    }

    @Test
    void aPortInUseIsSaidWithTheDirective() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Listen listen = new Listen(Optional.of("127.0.0.1"), taken.getLocalPort());
            assertThatThrownBy(() -> new StatusListener("x", listen, "*", 1, () -> readiness))
                    .isInstanceOf(BindException.class)
                    .hasMessage("StatusListen " + listen + ": Address already in use");
        }
        assertThatThrownBy(
                        () ->
                                new StatusListener(
                                        "x",
                                        new Listen(Optional.of("nowhere.invalid"), 0),
                                        "*",
                                        1,
                                        () -> readiness))
                .hasMessage("StatusListen nowhere.invalid:0: no such address");
    }

    @Test
    void itsThreadsAreDaemonsAndEnd() throws Exception {
        ask("GET", "/live");
        List<Thread> all = threads("mpm-1-status-");
        List<Thread> jdks = threads("HTTP-Dispatcher");
        assertThat(all).isNotEmpty().allMatch(Thread::isDaemon);
        assertThat(jdks).isNotEmpty().allMatch(Thread::isDaemon);
        listener.stop();
        await().untilAsserted(() -> assertThat(all).noneMatch(Thread::isAlive));
        await().untilAsserted(() -> assertThat(jdks).noneMatch(Thread::isAlive));
        assertThatThrownBy(() -> ask("GET", "/live")).isInstanceOf(IOException.class);
    }
}

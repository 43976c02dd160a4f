package org.servletmpm.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.directive.Model;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.RawWebSocket;

/**
 * Tomcat's distribution, put together as {@code samples/tomcat-server-xml} says: what it ships with
 * answers in each model, one after the other in the same place and on the same ports. What cannot
 * start leaves nothing.
 */
@Timeout(150) // a distribution starts slowly on a busy machine
class TomcatDistributionTest {

    private static final Distribution ZIP =
            new Distribution(
                    "org.apache.tomcat",
                    "tomcat",
                    ServerInfo.getServerNumber().replaceAll("\\.0$", ""));
    private static final String CREDENTIALS = "robot:to-be-changed";

    /** As the sample's README has it. */
    private static final String EXIT =
            "CATALINA_OPTS=-Dorg.apache.catalina.startup.EXIT_ON_INIT_FAILURE=true";

    private static Sample sample;
    private static TomcatProcess.Place place;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void putTogether() throws Exception {
        ZIP.archive();
        sample = Sample.named("tomcat-server-xml", "11\\.0\\.\\d+", ZIP.version());
        place =
                TomcatProcess.Place.of(
                        sample.putTogether().resolve("apache-tomcat-" + ZIP.version()));
        place.let("robot", "to-be-changed");
        Sample.copyWar(place.home());
    }

    @ParameterizedTest
    @EnumSource
    void theShippedApplicationsAnswer(Model model) throws Exception {
        place.change("mpm=\"\\w+\"", "mpm=\"" + model + "\"");
        try (TomcatProcess tomcat = TomcatProcess.start(sample, place)) {
            List<CompletableFuture<String>> async = asyncExamples();
            servletsAndPages();
            nonblockingExamples();
            webSocketExamples();
            assertThat(body("/threads/"))
                    .startsWith("mpm-" + place.port() + "-")
                    .contains("-worker", " of Apache Tomcat/");
            assertThat(body("/server-status?auto")).contains("ServerMPM: " + model);
            assertThat(async.stream().map(CompletableFuture::join))
                    .satisfiesExactly(
                            body -> assertThat(body).contains("Async dispatch worked"),
                            body -> assertThat(body).contains("Output from async1.jsp"),
                            body -> assertThat(body).contains("Output from background thread"),
                            body -> assertThat(body).contains("Output from async3.jsp"));
            managerReloads();

            assertThat(tomcat.shutDown()).as("exit status").isZero();
            assertThat(tomcat.output()).contains(model + " on port " + place.port());
            assertThat(tomcat.output().lines()).noneMatch(TomcatDistributionTest::isComplaint);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ClassNotFoundException: org.servletmpm.tomcat.MpmHttp11Protocol",
                "threadsPerChild=many (attribute): must be",
                "Address already in use"
            })
    void aFailedStartEndsTheProcess(String why) throws Exception {
        Path log = Files.createTempFile(place.home().resolve("logs"), "run", ".log");
        Path xml = place.home().resolve("conf/server.xml");
        String right = Files.readString(xml);
        Path lib = place.home().resolve("lib");
        Path jar;
        try (Stream<Path> jars = Files.list(lib)) {
            jar = jars.filter(j -> j.toString().endsWith("-all.jar")).findAny().orElseThrow();
        }
        Path away = place.home().resolve(jar.getFileName());
        Process tomcat = null;
        try (ServerSocket taken = new ServerSocket(0)) {
            if (why.startsWith("Address")) {
                place.change(
                        "port=\"" + place.port() + "\"", "port=\"" + taken.getLocalPort() + "\"");
            } else if (why.startsWith("Class")) {
                Files.move(jar, away);
            } else {
                place.change("mpm=\"\\w+\"", "mpm=\"event\" threadsPerChild=\"many\"");
            }
            tomcat = sample.start(place.home(), log, "^sh ", "env " + EXIT + " sh ");

            assertThat(tomcat.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(tomcat.exitValue()).isEqualTo(1);
            assertThat(Files.readString(log)).contains(why).doesNotContain("Server startup in");
        } finally {
            if (tomcat != null) {
                tomcat.destroyForcibly().onExit().join();
            }
            Files.writeString(xml, right);
            if (Files.exists(away)) {
                Files.move(away, jar);
            }
        }
    }

    /** That random numbers take their time on a busy machine is not one. */
    private static boolean isComplaint(String line) {
        return line.matches(".* (WARNING|SEVERE) .*|\tat .*")
                && !line.contains("SessionIdGeneratorBase.createSecureRandom");
    }

    private List<CompletableFuture<String>> asyncExamples() {
        return List.of("async0", "async1", "async2", "async3").stream()
                .map(
                        name ->
                                client.sendAsync(
                                                request("/examples/async/" + name).build(),
                                                BodyHandlers.ofString())
                                        .thenApply(HttpResponse::body))
                .toList();
    }

    private void servletsAndPages() throws Exception {
        assertThat(body("/")).contains("successfully installed Tomcat");
        assertThat(body("/examples/servlets/servlet/HelloWorldExample")).contains("Hello World!");
        assertThat(body("/examples/servlets/servlet/SessionExample?dataname=one&datavalue=two"))
                .contains("one = two");
        assertThat(body("/examples/jsp/jsp2/el/basic-arithmetic.jsp")).contains("<td>0.75</td>");
    }

    private void nonblockingExamples() throws Exception {
        HttpRequest post =
                request("/examples/servlets/nonblocking/bytecounter")
                        .POST(BodyPublishers.ofByteArray(new byte[100_000]))
                        .build();
        assertThat(client.send(post, BodyHandlers.ofString()).body())
                .isEqualTo("Total bytes written = [100000]");
        assertThat(body("/examples/servlets/nonblocking/numberwriter"))
                .hasLineCount(10_000)
                .endsWith("09999\n00000000000000010000\n");
    }

    private static void webSocketExamples() throws Exception {
        for (String name : List.of("echoProgrammatic", "echoAnnotation", "echoStreamAnnotation")) {
            try (RawWebSocket socket =
                    RawWebSocket.over(
                            RawConnection.open(place.port(), false),
                            "/examples/websocket/" + name)) {
                assertThat(socket.send("to " + name).readMessage().text()).isEqualTo("to " + name);
                socket.sendClose(1000);
            }
        }
    }

    private void managerReloads() throws Exception {
        String basic =
                Base64.getEncoder().encodeToString(CREDENTIALS.getBytes(StandardCharsets.US_ASCII));
        assertThat(body("/manager/text/list", "Authorization", "Basic " + basic))
                .contains("/server-status:running", "/examples:running");
        assertThat(body("/manager/text/reload?path=/examples", "Authorization", "Basic " + basic))
                .startsWith("OK - ");
        assertThat(body("/examples/servlets/servlet/HelloWorldExample")).contains("Hello World!");
        assertThat(body("/manager/status?XML=true", "Authorization", "Basic " + basic))
                .contains("<connector name='\"http-nio-" + place.port() + "\"'>");
    }

    private String body(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + place.port() + path));
    }
}

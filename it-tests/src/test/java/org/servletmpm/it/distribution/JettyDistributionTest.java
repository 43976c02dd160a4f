package org.servletmpm.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Model;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.RawWebSocket;
import org.servletmpm.it.webapp.EchoingEndpoint;
import org.servletmpm.it.webapp.LaterServlet;

/**
 * Jetty's distribution, put together as {@code samples/jetty-xml} says, with a web application of
 * ee11: it answers in each model.
 */
@Timeout(150) // a distribution starts slowly on a busy machine
class JettyDistributionTest {

    private static Sample sample;
    private static Path base;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void putTogether() throws Exception {
        JettyHome.ZIP.archive();
        sample = Sample.named("jetty-xml", "12\\.1\\.\\d+", JettyHome.ZIP.version());
        base = sample.putTogether().resolve("jetty-base");
        for (Class<?> each : List.of(EchoingEndpoint.class, LaterServlet.class)) {
            String file = each.getName().replace('.', '/') + ".class";
            Path copy = base.resolve("webapps/app/WEB-INF/classes").resolve(file);
            Files.createDirectories(copy.getParent());
            try (InputStream bytes = each.getClassLoader().getResourceAsStream(file)) {
                Files.copy(bytes, copy);
            }
        }
        Sample.copyWar(base);
        change("mpm-http.ini", "# jetty.http.port=8080", "jetty.http.port=0");
    }

    /** As an operator does, in a file that start.jar has made. */
    private static void change(String ini, String line, String instead) throws Exception {
        Path file = base.resolve("start.d").resolve(ini);
        String text = Files.readString(file);
        assertThat(text).contains(line + "\n");
        Files.writeString(file, text.replace(line + "\n", instead + "\n"));
    }

    @ParameterizedTest
    @EnumSource
    void itsModulesServeAWebApplication(Model model) throws Exception {
        Path log = Files.createTempFile(base, "start", ".log");
        Process process = sample.start(base, log, "mpm.model=event", "mpm.model=" + model);
        try (JettyBase.Run run = new JettyBase.Run(process, log)) {
            int port = run.awaitPort("http/1.1");
            HttpResponse<String> page = get(port, "/");
            assertThat(page.body()).contains("Jetty's own distribution");
            assertThat(page.version())
                    .isEqualTo(
                            model == Model.PREFORK
                                    ? HttpClient.Version.HTTP_1_1
                                    : HttpClient.Version.HTTP_2);
            assertThat(get(port, "/app/later").body()).isEqualTo("ASYNC");
            assertThat(get(port, "/threads/").body())
                    .startsWith("mpm-" + port + "-")
                    .contains(" of jetty/");
            assertThat(get(port, "/server-status?auto").body())
                    .contains("ServerMPM: " + model + "\n");
            try (RawWebSocket socket =
                    RawWebSocket.over(RawConnection.open(port, false), "/app/echo")) {
                assertThat(socket.send("hello").readMessage().text()).isEqualTo("hello");
                assertThat(socket.sendClose(1000).read().opcode()).isEqualTo(RawWebSocket.CLOSE);
                socket.connection().awaitEnd();
            }
            run.stop();
            assertThat(run.output())
                    .contains(model + " on port " + port)
                    .doesNotContain("\tat ", "NoClassDefFound");
        }
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer;
    }

    /** Each has a line of its own in a file that start.jar made of our templates. */
    @ParameterizedTest
    @EnumSource
    void itsIniFilesHaveEveryDirective(Directive directive) throws Exception {
        try (Stream<Path> files = Files.list(base.resolve("start.d"))) {
            List<String> lines =
                    files.flatMap(JettyDistributionTest::lines)
                            .filter(line -> line.matches("# mpm\\.(http\\.)?\\w+=.*"))
                            .map(line -> line.replaceAll("=.*", "").replaceAll(".*\\.", ""))
                            .toList();
            assertThat(lines).containsOnlyOnce(directive.camelCase());
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

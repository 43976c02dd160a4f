package org.servletmpm.it.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.it.client.TrustingTls;
import org.servletmpm.it.process.FreePort;

/** Jetty's own distribution with our modules, on the class path and as JPMS modules. */
class StartJarTest {

    private static final String ALL =
            "--module=static-deploy,mpm-http,http2c,mpm-ssl,https,http2,jmx";
    private static final String PLACES =
            "jetty.http.host=localhost jetty.http.port=0 jetty.ssl.host=localhost jetty.ssl.port=0"
                    + " jetty.sslContext.keyStorePassword=changeit"
                    + " jetty.server.dumpBeforeStop=true";

    @TempDir private static Path shared;
    private static JettyBase base;

    @BeforeAll
    static void makeBase() throws Exception {
        base = JettyBase.in(shared);
        base.makeKeyStore();
    }

    private static HttpResponse<String> get(String scheme, int port) throws Exception {
        return get(scheme, port, "/");
    }

    private static HttpResponse<String> get(String scheme, int port, String path) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(TrustingTls.context()).build();
        URI uri = URI.create(scheme + "://localhost:" + port + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static String[] with(String more) {
        return (PLACES + " " + more).split(" ");
    }

    @ParameterizedTest
    @CsvSource({
        "prefork, false", "worker, false", "event, false",
        "prefork, true", "worker, true", "event, true"
    })
    void everyModelServesWithTheModulesOfADistribution(String model, boolean jpms)
            throws Exception {
        String modules = jpms ? "--jpms " + ALL : ALL;
        try (JettyBase.Run run =
                base.run(with(modules + " mpm.model=" + model + " mpm.startServers=2"))) {
            for (String scheme : new String[] {"http", "https"}) {
                HttpResponse<String> answer =
                        get(scheme, run.awaitPort("https".equals(scheme) ? "ssl" : "http/1.1"));
                assertThat(answer.statusCode()).as(scheme).isEqualTo(200);
                assertThat(answer.body()).as(scheme).isEqualTo(JettyBase.PAGE);
                assertThat(answer.version())
                        .as(scheme)
                        .isEqualTo("prefork".equals(model) ? Version.HTTP_1_1 : Version.HTTP_2);
            }
            run.stop();
            assertThat(run.output())
                    .contains(
                            "mpm " + model + " - generation 0",
                            "StartServers = 2",
                            "org.servletmpm.jetty:type=mpmserverconnector,",
                            "org.servletmpm.jetty:type=enginefigures,",
                            "Stopped osj.MpmServerConnector@")
                    .doesNotContain("\tat ");
        }
    }

    /** Whoever has files of their own changes the name in them. */
    @Test
    void jettysOwnFilesServeWithTheClassNameChanged(@TempDir Path directory) throws Exception {
        JettyBase own = JettyBase.in(directory);
        own.makeKeyStore();
        own.adopt("etc/jetty-http.xml");
        own.adopt("etc/jetty-ssl.xml");
        try (JettyBase.Run run =
                own.run(with("--module=static-deploy,http,http2c,ssl,https,http2,mpm"))) {
            assertThat(get("http", run.awaitPort("http/1.1")).version()).isEqualTo(Version.HTTP_2);
            assertThat(get("https", run.awaitPort("ssl")).version()).isEqualTo(Version.HTTP_2);
            run.stop();
            assertThat(run.output())
                    .contains("mpm event - generation 0")
                    .doesNotContain("properties without effect", "\tat ");
        }
    }

    /** Its files are those that start.jar has made for the stock connector. */
    @Test
    void theDocumentedCommandChangesABaseThatHasHttp(@TempDir Path directory) throws Exception {
        JettyBase existing = JettyBase.in(directory);
        existing.ini("http", "--modules=http\njetty.http.host=localhost\njetty.http.port=0\n");
        existing.shell(documented("sed -i .* start\\.d/\\*\\.ini"));
        try (JettyBase.Run run = existing.run("--jpms", "--module=mpm-status,static-deploy")) {
            int port = run.awaitPort("http/1.1");
            HttpResponse<String> answer = get("http", port);
            assertThat(answer.version()).as("without http2c").isEqualTo(Version.HTTP_1_1);
            assertThat(answer.body()).isEqualTo(JettyBase.PAGE);
            assertThat(get("http", port, "/server-status?auto").body())
                    .contains("ServerMPM: event\n");
        }
    }

    private static String documented(String line) throws IOException {
        return Files.readAllLines(Path.of("../connector-jetty/docs/install.md")).stream()
                .filter(each -> each.matches(line))
                .findFirst()
                .orElseThrow();
    }

    /** Also among JPMS modules: the JDK's server that answers is in one of its own. */
    @Test
    void theStatusHasAPortOfItsOwn() throws Exception {
        int port = FreePort.get();
        try (JettyBase.Run run =
                base.run(with("--jpms --module=mpm-http mpm.http.statusListen=" + port))) {
            run.awaitPort("http/1.1");
            HttpResponse<String> status = get("http", port);
            assertThat(status.statusCode()).isEqualTo(200);
            assertThat(status.body()).contains("<dd>127.0.0.1:" + port + "</dd>");
        }
    }

    @Test
    void aBadDirectiveEndsTheStartWithItsName() throws Exception {
        try (JettyBase.Run run =
                base.run(
                        "--module=mpm-http",
                        "jetty.http.port=0",
                        "mpm.model=evnt",
                        "mpm.startServer=2",
                        "mpm.threadsPerChild=many")) {
            assertThat(run.awaitExit()).isNotZero();
            assertThat(run.output())
                    .contains(
                            "mpm=evnt (property): must be prefork, worker or event",
                            "mpm.startServer=2 (property): is no property, did you mean"
                                    + " mpm.startServers?")
                    .doesNotContain("Started o");
        }
    }

    @Test
    void theConfigurationIsListed() throws Exception {
        try (JettyBase.Run run = base.run("--list-config", "--module=mpm-http,http2c")) {
            assertThat(run.awaitExit()).isZero();
            assertThat(run.output())
                    .contains(
                            "${jetty.base}/lib/mpm/servlet-mpm-core-",
                            "${jetty.base}/lib/mpm/servlet-mpm-jetty-",
                            "${jetty.base}/etc/mpm-http.xml",
                            "${jetty.home}/etc/jetty-http2c.xml")
                    .doesNotContain("etc/jetty-http.xml");
        }
    }
}

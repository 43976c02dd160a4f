package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLHandshakeException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.TrustingTls;
import org.servletmpm.it.tls.CertificateAuthority;
import org.servletmpm.it.tls.Identity;

/** Boot's own properties of the server go on to work with a model. */
class OwnPropertiesTest {

    @TempDir Path folder;

    private static HttpClient trusting(HttpClient.Version version) {
        return HttpClient.newBuilder()
                .sslContext(TrustingTls.context())
                .version(version)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    private static HttpResponse<String> over(HttpClient client, BootServer server, String path)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.uri("https", path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Certificate certificate(HttpResponse<?> response) throws Exception {
        return response.sslSession().orElseThrow().getPeerCertificates()[0];
    }

    private void issue(CertificateAuthority authority) throws Exception {
        Identity identity = authority.issue("localhost", CertificateAuthority.Key.EC);
        pem(folder.resolve("cert.pem"), "CERTIFICATE", identity.certificate().getEncoded());
        pem(folder.resolve("key.pem"), "PRIVATE KEY", identity.key().getEncoded());
    }

    private static void pem(Path file, String kind, byte[] content) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
            out.write(
                    ("-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n")
                            .getBytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void bundlesOfKeysAndHttp2(Container container) throws Exception {
        issue(new CertificateAuthority("first"));
        try (BootServer server =
                BootServer.start(
                        container,
                        HelloApplication.class,
                        "mpm.model=event",
                        "server.http2.enabled=true",
                        "server.ssl.bundle=own",
                        "spring.ssl.bundle.pem.own.reload-on-update="
                                + (container == Container.TOMCAT),
                        "spring.ssl.bundle.watch.file.quiet-period=10ms",
                        "spring.ssl.bundle.pem.own.keystore.certificate="
                                + folder.resolve("cert.pem"),
                        "spring.ssl.bundle.pem.own.keystore.private-key="
                                + folder.resolve("key.pem"))) {
            HttpResponse<String> response =
                    over(trusting(HttpClient.Version.HTTP_2), server, "/hello");
            assertThat(response.body()).startsWith("hello from mpm-");
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);

            if (container == Container.TOMCAT) {
                // Boot watches the files for Tomcat only, and may read the one before the other.
                issue(new CertificateAuthority("second"));
                Awaitility.await()
                        .ignoreExceptionsInstanceOf(SSLHandshakeException.class)
                        .untilAsserted(() -> assertThat(issuer(server)).isEqualTo("CN=second"));
            }
        }
    }

    private static String issuer(BootServer server) throws Exception {
        HttpResponse<String> response =
                over(trusting(HttpClient.Version.HTTP_1_1), server, "/hello");
        return ((X509Certificate) certificate(response)).getIssuerX500Principal().getName();
    }

    @ParameterizedTest
    @EnumSource
    void compressionForwardedHeadersAndSeveralServers(Container container) throws Exception {
        try (BootServer server =
                        BootServer.start(
                                container,
                                PageApplication.class,
                                "mpm.model=worker",
                                "server.compression.enabled=true",
                                "server.compression.min-response-size=1KB",
                                "server.forward-headers-strategy=native");
                BootServer second =
                        BootServer.start(container, PageApplication.class, "mpm.model=prefork")) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/page"))
                            .header("Accept-Encoding", "gzip")
                            .header("X-Forwarded-Proto", "https")
                            .header("X-Forwarded-For", "203.0.113.7")
                            .build();
            HttpResponse<byte[]> response =
                    server.client().send(request, HttpResponse.BodyHandlers.ofByteArray());

            assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(response.headers().firstValue("X-Seen")).contains("https from 203.0.113.7");
            assertThat(second.get("/page").statusCode()).isEqualTo(200);
            assertThat(second.attribute("Model")).isEqualTo("prefork");
            assertThat(server.attribute("Model")).isEqualTo("worker");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGracefulStopServesWhatHasBegun(Container container) throws Exception {
        BootServer server =
                BootServer.start(
                        container,
                        PageApplication.class,
                        "mpm.model=event",
                        "server.shutdown=graceful");
        PageApplication page = server.context().getBean(PageApplication.class);
        var answer =
                server.client()
                        .sendAsync(
                                HttpRequest.newBuilder(server.uri("/held")).build(),
                                HttpResponse.BodyHandlers.ofString());
        page.entered().await();
        Thread stop = new Thread(server::close);
        stop.start();
        Awaitility.await().until(() -> !server.context().isActive() || isDraining(server));
        page.release();

        assertThat(answer.get().body()).isEqualTo("held");
        stop.join(10_000);
        assertThat(stop.isAlive()).isFalse();
    }

    private static boolean isDraining(BootServer server) throws Exception {
        return server.hasEngine() && Boolean.TRUE.equals(server.attribute("Draining"));
    }

    @ParameterizedTest
    @EnumSource
    void theManagementPortIsAConnectorLikeAny(Container container) throws Exception {
        try (BootServer server =
                BootServer.start(
                        container,
                        HelloApplication.class,
                        "mpm.model=worker",
                        "management.server.port=0")) {
            int management =
                    server.context()
                            .getEnvironment()
                            .getRequiredProperty("local.management.port", Integer.class);

            assertThat(management).isNotEqualTo(server.port());
            assertThat(BootServer.attribute(management, "Model")).isEqualTo("worker");
            assertThat(server.get("/hello").statusCode()).isEqualTo(200);
        }
    }
}

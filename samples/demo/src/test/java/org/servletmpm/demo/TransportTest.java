package org.servletmpm.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options that say what the bytes go through: HTTP/2, client certificates, a Unix socket. */
class TransportTest {
    @TempDir private Path directory;

    private static HttpResponse<String> get(HttpClient client, DemoServer server, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create(server.url() + path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static HttpClient client(Path store, boolean withKey) throws Exception {
        char[] password = ThrowAwayAuthority.PASSWORD.toCharArray();
        KeyStore keys = KeyStore.getInstance(store.toFile(), password);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(
                withKey ? own.getKeyManagers() : new KeyManager[0], trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    @ParameterizedTest
    @CsvSource({
        "tomcat, --stock", "tomcat, --model=worker", "tomcat, --model=event",
        "jetty, --stock", "jetty, --model=worker", "jetty, --model=event",
    })
    void http2BesideHttp11WithAndWithoutTls(String container, String how) throws Exception {
        Path store = directory.resolve("client.p12");
        try (DemoServer plain =
                        DemoServer.start(
                                "--set=GracefulKeepAlive=0",
                                "--http2",
                                "--port=0",
                                "--container",
                                container,
                                how);
                DemoServer tls =
                        DemoServer.start(
                                "--set=GracefulKeepAlive=0",
                                "--http2",
                                "--tls",
                                "--client-key-store=" + store,
                                "--port=0",
                                "--container",
                                container,
                                how)) {
            speaksBoth(HttpClient.newHttpClient(), plain);
            speaksBoth(client(store, false), tls);
        }
    }

    private static void speaksBoth(HttpClient client, DemoServer server) throws Exception {
        assertThat(get(client, server, "/hello").version()).isEqualTo(HttpClient.Version.HTTP_2);
        HttpRequest older =
                HttpRequest.newBuilder(URI.create(server.url() + "/hello"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
        assertThat(client.send(older, BodyHandlers.ofString()).body()).isEqualTo("Hello, world\n");
    }

    @ParameterizedTest
    @CsvSource({
        "tomcat, --stock", "tomcat, --model=prefork", "tomcat, --model=event",
        "jetty, --stock", "jetty, --model=prefork", "jetty, --model=event",
    })
    void clientCertificateIsAskedForAsTheOptionSays(String container, String how) throws Exception {
        for (String when : new String[] {"none", "wanted", "required"}) {
            Path store = directory.resolve(when + ".p12");
            try (DemoServer server =
                    DemoServer.start(
                            "--set=GracefulKeepAlive=0",
                            "--tls",
                            "--client-auth=" + when,
                            "--client-key-store=" + store,
                            "--port=0",
                            "--container",
                            container,
                            how)) {
                String subject = "\"clientCertificate\":\"CN=demo client\"";
                String known = get(client(store, true), server, "/thread").body();
                assertThat(known.contains(subject)).isEqualTo(!when.equals("none"));
                HttpClient nobody = client(store, false);
                if (when.equals("required")) {
                    assertThatThrownBy(() -> get(nobody, server, "/thread"))
                            .isInstanceOf(IOException.class);
                } else {
                    assertThat(get(nobody, server, "/thread").body())
                            .contains("\"protocol\"")
                            .doesNotContain("clientCertificate");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stock", "--model=prefork", "--model=worker", "--model=event"})
    void unixSocketIsServedStoppedStartedAndRemoved(String how) throws Exception {
        Path path = directory.resolve("demo.socket");
        try (DemoServer server =
                DemoServer.start("--set=GracefulKeepAlive=0", "--unix-socket=" + path, how)) {
            assertThat(server.readyLine()).contains(" url=unix:" + path + " ");
            assertThat(server.port()).isZero();
            assertThat(hello(path)).endsWith("\r\n\r\nHello, world\n");
            if (!how.equals("--stock")) {
                assertThat(server.control("stop")).isEqualTo("OK stop");
                assertThat(path).doesNotExist();
                assertThat(server.control("start")).isEqualTo("OK start");
                assertThat(hello(path)).endsWith("\r\n\r\nHello, world\n");
            }
        }
        assertThat(path).doesNotExist();
    }

    private static String hello(Path path) throws IOException {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(path));
            String request = "GET /hello HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n\r\n";
            socket.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            InputStream answer = Channels.newInputStream(socket);
            return new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stock", "--model=event"})
    void unixSocketInUseIsExitCode3AndKept(String how) throws Exception {
        Path path = Files.createFile(directory.resolve("taken"));
        assertThatThrownBy(
                        () ->
                                DemoServer.start(
                                        "--set=GracefulKeepAlive=0", "--unix-socket=" + path, how))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.exitCode()).isEqualTo(3))
                .hasMessageContaining("--unix-socket " + path)
                .hasMessageContaining("in use");
        assertThat(path).exists();
    }
}

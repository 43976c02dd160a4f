package org.servletmpm.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;

/** Jetty's {@code SslContextFactory} works as with Jetty's own connector; no listener does TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JettyTlsTest {

    @TempDir private Path base;

    private final CertificateAuthority authority = new CertificateAuthority("Servers");
    private final TlsClient client = TlsClient.trusting(authority);

    JettyTlsTest() throws Exception {}

    private static SslContextFactory.Server tls(KeyStore keys) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(keys);
        tls.setKeyStorePassword(Identity.PASSWORD);
        return tls;
    }

    private TlsJetty start(ConnectorKind kind, SslContextFactory.Server tls) throws Exception {
        return new TlsJetty(kind, base, tls, true).start();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ConnectorKind.JETTYS)
    void eachNameHasItsCertificateAndOtherNamesNone(ConnectorKind kind) throws Exception {
        KeyStore keys = authority.issue("one.test", CertificateAuthority.Key.EC).keyStore();
        Identity two = authority.issue("*.two.test", CertificateAuthority.Key.EC);
        keys.setKeyEntry(
                "two",
                two.key(),
                Identity.PASSWORD.toCharArray(),
                new Certificate[] {two.certificate(), two.issuer()});
        SslContextFactory.Server tls = tls(keys);
        tls.setSniRequired(true);
        try (TlsJetty jetty = start(kind, tls)) {
            assertThat(shown(client.named("one.test"), jetty)).isEqualTo("CN=one.test");
            assertThat(shown(stranger().named("a.two.test"), jetty)).isEqualTo("CN=*.two.test");
            TlsClient three = stranger().named("three.test");
            assertThatThrownBy(() -> shown(three, jetty)).isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> shown(stranger(), jetty)).isInstanceOf(SSLException.class);
            jetty.awaitNothingLeft();
        }
    }

    /** A client that has been here before would say the name again that it said then. */
    private TlsClient stranger() throws Exception {
        return TlsClient.trusting(authority);
    }

    private static String shown(TlsClient client, TlsJetty jetty) throws IOException {
        try (TlsConnection connection = client.connect(jetty.port())) {
            assertThat(connection.http().get("/peer").text()).isEqualTo("nobody 0");
            return connection.certificate().getSubjectX500Principal().getName();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ConnectorKind.JETTYS)
    void http2IsAgreedOnWhereItIsServed(ConnectorKind kind) throws Exception {
        Identity server = authority.issue("localhost", CertificateAuthority.Key.EC);
        try (TlsJetty jetty = start(kind, tls(server.keyStore()))) {
            assertThat(agreed(jetty, "h2", "http/1.1"))
                    .isEqualTo(kind.isPrefork() ? "http/1.1" : "h2");
            assertThat(agreed(jetty, "http/1.1")).isEqualTo("http/1.1");
            TlsClient both = client.applicationProtocols("http/1.1", "h2");
            if (kind.isPrefork()) {
                assertThat(shown(both, jetty)).isEqualTo("CN=localhost");
            }
            assertThat(shown(client, jetty)).as("who offers nothing").isEqualTo("CN=localhost");
        }
    }

    private String agreed(TlsJetty jetty, String... offered) throws IOException {
        try (TlsConnection connection =
                client.applicationProtocols(offered).connect(jetty.port())) {
            return connection.socket().getApplicationProtocol();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ConnectorKind.JETTYS)
    void aCertificateIsReplacedWhileTheConnectorRuns(ConnectorKind kind) throws Exception {
        Path file = base.resolve("key-store");
        authority.issue("first", CertificateAuthority.Key.EC).write(file);
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(file.toString());
        tls.setKeyStorePassword(Identity.PASSWORD);
        try (TlsJetty jetty = start(kind, tls);
                TlsConnection open = client.connect(jetty.port())) {
            assertThat(open.http().get("/peer").status()).isEqualTo(200);
            assertThat(shown(client, jetty)).isEqualTo("CN=first");
            authority.issue("second", CertificateAuthority.Key.EC).write(file);
            tls.reload(factory -> {});
            assertThat(shown(client, jetty)).isEqualTo("CN=second");
            assertThat(open.http().get("/peer").status()).as("an open one").isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ConnectorKind.JETTYS)
    void aClientThatRenegotiatesTooOftenIsCut(ConnectorKind kind) throws Exception {
        SslContextFactory.Server tls =
                tls(authority.issue("localhost", CertificateAuthority.Key.EC).keyStore());
        tls.setRenegotiationAllowed(true);
        tls.setRenegotiationLimit(2);
        try (TlsJetty jetty = start(kind, tls)) {
            try (TlsConnection connection = client.protocols("TLSv1.2").connect(jetty.port())) {
                RawConnection http = connection.http();
                assertThat(http.get("/peer").text()).isEqualTo("nobody 0");
                for (int n = 0; n < 2; n++) {
                    connection.socket().startHandshake();
                    assertThat(http.get("/peer").text()).as("%s", kind).isEqualTo("nobody 0");
                }
                assertThatThrownBy(
                                () -> {
                                    connection.socket().startHandshake();
                                    http.get("/peer");
                                })
                        .as("%s: the third", kind)
                        .isInstanceOf(IOException.class);
            }
            if (!kind.isStock()) {
                // Jetty's own connector keeps a connection that is cut off so until it is idle.
                jetty.awaitNothingLeft();
            }
        }
    }

    /** Encrypting takes time, which whoever selects does not have. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "JETTY_(PREFORK|WORKER|EVENT)")
    void noListenerDoesTls(ConnectorKind kind) throws Exception {
        Files.write(base.resolve("file"), new byte[8 << 20]);
        Watched tls = new Watched();
        tls.setKeyStore(authority.issue("localhost", CertificateAuthority.Key.EC).keyStore());
        tls.setKeyStorePassword(Identity.PASSWORD);
        try (TlsJetty jetty = new TlsJetty(kind, base, tls, false)) {
            // Longer than a client that reads may have to wait for a processor.
            jetty.silentFor(1000).start();
            ConnectionEnds.of(client, jetty.port());
            jetty.awaitNothingLeft();
            // One more than connections: the factory tries itself when it starts.
            assertThat(tls.engines).as("%s: connections", kind).hasSizeGreaterThanOrEqualTo(5);
            for (WatchedEngine engine : tls.engines) {
                assertThat(engine.threads())
                        .as("%s", kind)
                        .allMatch(
                                name ->
                                        name.matches("mpm-.*-(worker|continuation|auxiliary)-\\d+")
                                                // Jetty's own, for idle connections and for
                                                // requests that wait.
                                                || name.matches("(Connector-)?Scheduler-.*|qtp.*"));
            }
        }
    }

    /** Remembers who works with its engines. */
    private static final class Watched extends SslContextFactory.Server {
        private final Queue<WatchedEngine> engines = new ConcurrentLinkedQueue<>();

        @Override
        public SSLEngine newSSLEngine() {
            return watch(super.newSSLEngine());
        }

        @Override
        public SSLEngine newSSLEngine(String host, int port) {
            return watch(super.newSSLEngine(host, port));
        }

        private SSLEngine watch(SSLEngine made) {
            WatchedEngine engine = new WatchedEngine(made);
            engines.add(engine);
            return engine;
        }
    }
}

package org.servletmpm.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.management.ObjectName;
import javax.net.ssl.SSLException;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLHostConfigCertificate.Type;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each client gets the right certificate, protocol and application protocol. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificatesTest {

    @TempDir private Path base;

    private final CertificateAuthority authority;
    private final TlsClient client;
    private final Identity rsa;

    CertificatesTest() throws Exception {
        authority = new CertificateAuthority("Servers");
        client = TlsClient.trusting(authority);
        rsa = authority.issue("rsa", CertificateAuthority.Key.RSA);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ConnectorKind.TOMCATS)
    void eachNameHasItsCertificateAndOtherNamesTheDefault(ConnectorKind kind) throws Exception {
        try (TlsTomcat tomcat =
                TlsTomcat.start(
                        kind,
                        base,
                        host(TlsTomcat.ANY_HOST),
                        host("one.test"),
                        host("*.two.test"))) {
            assertThat(shownFor("one.test", tomcat)).isEqualTo("CN=one.test");
            assertThat(shownFor("a.two.test", tomcat)).isEqualTo("CN=*.two.test");
            assertThat(shownFor("three.test", tomcat)).isEqualTo("CN=_default_");
            assertThat(shown(client, tomcat.port())).as("no name").isEqualTo("CN=_default_");
            TlsClient stranger = TlsClient.trusting(authority).named("one.test");
            try (TlsConnection one = stranger.connect(tomcat.port())) {
                assertThat(one.http().get("/peer").status())
                        .as("a request for another host than that of the certificate")
                        .isEqualTo(400);
            }

            AbstractHttp11Protocol<?> protocol =
                    (AbstractHttp11Protocol<?>) tomcat.connector().getProtocolHandler();
            protocol.addSslHostConfig(host("three.test"));
            assertThat(shownFor("three.test", tomcat)).isEqualTo("CN=three.test");

            tomcat.connector().stop();
            tomcat.connector().start();
            assertThat(shownFor("one.test", tomcat)).isEqualTo("CN=one.test");
        }
    }

    private String shownFor(String host, TlsTomcat tomcat) throws Exception {
        // A client that has been here before says the name again that it said then.
        TlsClient stranger = TlsClient.trusting(authority).named(host);
        try (TlsConnection connection = stranger.connect(tomcat.port())) {
            connection.http().send("GET /peer HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertThat(connection.http().read().text()).isEqualTo("nobody 0");
            return name(connection.certificate());
        }
    }

    private SSLHostConfig host(String name) throws Exception {
        return TlsTomcat.host(name, authority.issue(name, CertificateAuthority.Key.EC));
    }

    private static String shown(TlsClient client, int port) throws IOException {
        try (TlsConnection connection = client.connect(port)) {
            assertThat(connection.http().get("/peer").text()).isEqualTo("nobody 0");
            return name(connection.certificate());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ConnectorKind.TOMCATS)
    void ofSeveralCertificatesTheClientGetsTheOneThatItUnderstands(ConnectorKind kind)
            throws Exception {
        SSLHostConfig host =
                TlsTomcat.host(
                        TlsTomcat.ANY_HOST,
                        rsa,
                        authority.issue("ec", CertificateAuthority.Key.EC));
        try (TlsTomcat tomcat = TlsTomcat.start(kind, base, host)) {
            TlsClient tls12 = client.protocols("TLSv1.2");
            assertThat(shown(tls12.ciphers("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"), tomcat.port()))
                    .isEqualTo("CN=rsa");
            assertThat(
                            shown(
                                    tls12.ciphers("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
                                    tomcat.port()))
                    .isEqualTo("CN=ec");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ConnectorKind.TOMCATS)
    void http2IsAgreedOnWhereItIsServed(ConnectorKind kind) throws Exception {
        try (TlsTomcat tomcat =
                new TlsTomcat(kind, base, host(TlsTomcat.ANY_HOST))
                        .with(connector -> connector.addUpgradeProtocol(new Http2Protocol()))
                        .start()) {
            String http2 = kind == ConnectorKind.TOMCAT_PREFORK ? "" : "h2";
            assertThat(agreed(tomcat, "h2", "http/1.1")).isEqualTo(http2);
            assertThat(agreed(tomcat, "http/1.1")).as("the default, which goes unsaid").isEmpty();
            // With nothing agreed on a connection speaks HTTP/1.1, whatever else was offered.
            assertThat(shown(client.applicationProtocols("http/1.1"), tomcat.port()))
                    .isEqualTo("CN=_default_");
            if (kind == ConnectorKind.TOMCAT_PREFORK) {
                assertThat(shown(client.applicationProtocols("h2", "http/1.1"), tomcat.port()))
                        .isEqualTo("CN=_default_");
            }
        }
    }

    private String agreed(TlsTomcat tomcat, String... offered) throws IOException {
        try (TlsConnection connection =
                client.applicationProtocols(offered).connect(tomcat.port())) {
            return connection.socket().getApplicationProtocol();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ConnectorKind.TOMCATS)
    void protocolsAndOpensslCiphersAreHonoured(ConnectorKind kind) throws Exception {
        SSLHostConfig host = host(TlsTomcat.ANY_HOST);
        host.setProtocols("TLSv1.2");
        host.setCiphers("ECDHE+AESGCM:!AES256");
        try (TlsTomcat tomcat = TlsTomcat.start(kind, base, host)) {
            int port = tomcat.port();
            try (TlsConnection connection = client.connect(port)) {
                assertThat(connection.session().getProtocol()).isEqualTo("TLSv1.2");
                assertThat(connection.session().getCipherSuite())
                        .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
            }
            assertThatThrownBy(() -> client.protocols("TLSv1.3").connect(port))
                    .isInstanceOf(SSLException.class);
            assertThatThrownBy(
                            () ->
                                    client.protocols("TLSv1.2")
                                            .ciphers("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
                                            .connect(port))
                    .isInstanceOf(SSLException.class);
            tomcat.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ConnectorKind.TOMCATS)
    void aCertificateIsReplacedWhileTheConnectorRuns(ConnectorKind kind) throws Exception {
        Path file = base.resolve("key-store");
        authority.issue("first", CertificateAuthority.Key.EC).write(file);
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate fromFile = new SSLHostConfigCertificate(host, Type.UNDEFINED);
        fromFile.setCertificateKeystoreFile(file.toString());
        fromFile.setCertificateKeystoreType("PKCS12");
        fromFile.setCertificateKeystorePassword(Identity.PASSWORD);
        host.addCertificate(fromFile);
        try (TlsTomcat tomcat = TlsTomcat.start(kind, base, host)) {
            int port = tomcat.port();
            try (TlsConnection open = client.connect(port)) {
                assertThat(name(open.certificate())).isEqualTo("CN=first");

                authority.issue("second", CertificateAuthority.Key.EC).write(file);
                AbstractHttp11Protocol<?> protocol =
                        (AbstractHttp11Protocol<?>) tomcat.connector().getProtocolHandler();
                protocol.reloadSslHostConfigs();
                assertThat(shown(client, port)).isEqualTo("CN=second");

                authority.issue("third", CertificateAuthority.Key.EC).write(file);
                ObjectName bean = tomcat.bean("ProtocolHandler");
                ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                bean,
                                "reloadSslHostConfig",
                                new Object[] {TlsTomcat.ANY_HOST},
                                new String[] {String.class.getName()});
                assertThat(shown(client, port)).as("reloaded over JMX").isEqualTo("CN=third");

                assertThat(open.http().get("/peer").status()).as("an open one").isEqualTo(200);
            }
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}

package org.servletmpm.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.SSLAuthenticator;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.realm.RealmBase;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** Clients that prove who they are: because they must, because they can, or when it matters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientCertificatesTest {

    private static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

    @TempDir private Path base;

    private final CertificateAuthority servers = new CertificateAuthority("Servers");
    private final CertificateAuthority clients = new CertificateAuthority("Clients");
    private final Identity server = servers.issue("localhost", CertificateAuthority.Key.EC);
    private final TlsClient nobody = TlsClient.trusting(servers);
    private final TlsClient ada =
            TlsClient.identified(servers, clients.issue("Ada", CertificateAuthority.Key.EC));
    private final TlsClient mallory =
            TlsClient.identified(
                    servers,
                    new CertificateAuthority("Clients").issue("Ada", CertificateAuthority.Key.EC));

    ClientCertificatesTest() throws Exception {}

    private TlsTomcat tomcat(ConnectorKind kind, String verification) throws Exception {
        SSLHostConfig host = TlsTomcat.host(TlsTomcat.ANY_HOST, server);
        host.setCertificateVerification(verification);
        host.setTrustStore(clients.trustStore());
        return new TlsTomcat(kind, base, host);
    }

    @ParameterizedTest
    @EnumSource
    void aRequiredCertificateMustBeThereAndRight(ConnectorKind kind) throws Exception {
        try (TlsServer started = TlsServer.of(kind, base, server).asking(clients, true).start()) {
            for (String protocol : PROTOCOLS) {
                assertThat(peer(ada.protocols(protocol), started)).isEqualTo("CN=Ada 0");
                assertRefused(nobody.protocols(protocol), started);
                assertRefused(mallory.protocols(protocol), started);
            }
            started.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWantedCertificateMayBeMissingButNotWrong(ConnectorKind kind) throws Exception {
        try (TlsServer started = TlsServer.of(kind, base, server).asking(clients, false).start()) {
            for (String protocol : PROTOCOLS) {
                assertThat(peer(ada.protocols(protocol), started)).isEqualTo("CN=Ada 0");
                assertThat(peer(nobody.protocols(protocol), started)).isEqualTo("nobody 0");
                assertRefused(mallory.protocols(protocol), started);
            }
            started.awaitNothingLeft();
        }
    }

    private static String peer(TlsClient client, TlsServer server) throws IOException {
        try (TlsConnection connection = client.connect(server.port())) {
            return connection.http().get("/peer").text();
        }
    }

    /** A TLS 1.3 client learns it after its own handshake has ended. */
    private static void assertRefused(TlsClient client, TlsServer server) {
        assertThatThrownBy(() -> peer(client, server)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ConnectorKind.TOMCATS)
    void aProtectedPageAsksForTheCertificateWhenItIsRequested(ConnectorKind kind) throws Exception {
        try (TlsTomcat tomcat =
                tomcat(kind, "none")
                        .with(c -> c.setMaxSavePostSize(30_000))
                        .withContext(ClientCertificatesTest::protect)
                        .start()) {
            try (TlsConnection connection = ada.protocols("TLSv1.2").connect(tomcat.port())) {
                RawConnection http = connection.http();
                assertThat(http.get("/peer").text()).isEqualTo("nobody 0");
                assertThat(http.get("/peer/protected").text()).isEqualTo("CN=Ada 0");
                assertThat(http.get("/peer").text()).as("and from then on").isEqualTo("CN=Ada 0");
            }
            try (TlsConnection connection = ada.protocols("TLSv1.2").connect(tomcat.port())) {
                RawConnection http = connection.http();
                assertThat(http.post("/peer/protected", new byte[30_000]).text())
                        .as("the body was put aside meanwhile")
                        .isEqualTo("CN=Ada 30000");
                assertThat(http.get("/peer").text()).isEqualTo("CN=Ada 0");
            }
            TlsClient slow = ada.protocols("TLSv1.2").over(ByteByByteSocket::new);
            assertThat(outcome(slow, tomcat)).as("one byte at a time").isEqualTo("200");
            tomcat.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ConnectorKind.TOMCATS)
    void aClientThatDoesNotAnswerTheRequestIsCutInTime(ConnectorKind kind) throws Exception {
        try (TlsTomcat tomcat =
                tomcat(kind, "none")
                        .with(c -> c.setProperty("connectionTimeout", "500"))
                        .withContext(ClientCertificatesTest::protect)
                        .start()) {
            try (TlsConnection connection = ada.protocols("TLSv1.2").connect(tomcat.port())) {
                connection.http().request("/peer/protected");
                tomcat.awaitNothingLeft();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ConnectorKind.TOMCATS)
    void aClientThatCannotBeAskedIsRefused(ConnectorKind kind) throws Exception {
        try (TlsTomcat tomcat =
                tomcat(kind, "none")
                        .with(c -> c.setMaxSavePostSize(1000))
                        .withContext(ClientCertificatesTest::protect)
                        .start()) {
            TlsClient tls12 = ada.protocols("TLSv1.2");
            try (TlsConnection connection = tls12.connect(tomcat.port())) {
                assertThat(connection.http().post("/peer/protected", new byte[1001]).status())
                        .as("a body that cannot be put aside")
                        .isEqualTo(401);
            }
            assertThat(outcome(nobody.protocols("TLSv1.2"), tomcat))
                    .as("no certificate")
                    .isEqualTo("no answer");
            assertThat(outcome(ada.protocols("TLSv1.3"), tomcat)).as("TLS 1.3").isEqualTo("401");
            tomcat.awaitNothingLeft();
        }
    }

    private static String outcome(TlsClient client, TlsTomcat tomcat) throws IOException {
        try (TlsConnection connection = client.connect(tomcat.port())) {
            Response response = connection.http().get("/peer/protected");
            return String.valueOf(response.status());
        } catch (IOException e) {
            return "no answer";
        }
    }

    private static void protect(Context context) {
        context.addServletMappingDecoded("/peer/protected", "peer");
        SecurityCollection pages = new SecurityCollection();
        pages.addPatternDecoded("/peer/protected");
        SecurityConstraint constraint = new SecurityConstraint();
        constraint.addCollection(pages);
        constraint.addAuthRole("known");
        context.addSecurityRole("known");
        context.addConstraint(constraint);
        context.setLoginConfig(new LoginConfig("CLIENT-CERT", null, null, null));
        context.setRealm(new EverybodyIsKnown());
        context.getPipeline().addValve(new SSLAuthenticator());
    }

    /** Whoever has a certificate. */
    private static final class EverybodyIsKnown extends RealmBase {
        @Override
        protected String getPassword(String name) {
            return null;
        }

        @Override
        protected Principal getPrincipal(String name) {
            return new GenericPrincipal(name, List.of("known"));
        }
    }
}

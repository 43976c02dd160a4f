package org.servletmpm.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLHostConfigCertificate.Type;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Encrypting takes time, which only a worker has: others wait for what a listener does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsThreadsTest {

    @TempDir private Path base;

    private final CertificateAuthority authority = new CertificateAuthority("Servers");
    private final Identity server = authority.issue("localhost", CertificateAuthority.Key.EC);
    private final TlsClient client = TlsClient.trusting(authority);

    TlsThreadsTest() throws Exception {}

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ConnectorKind.TOMCATS)
    void onlyWorkersEncrypt(ConnectorKind kind) throws Exception {
        Files.write(base.resolve("file"), new byte[8 << 20]);
        WatchedTls tls = new WatchedTls(server);
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(host, Type.UNDEFINED);
        certificate.setSslContext(tls);
        host.addCertificate(certificate);
        try (TlsTomcat tomcat =
                new TlsTomcat(kind, base, host)
                        .with(c -> c.setProperty("keepAliveTimeout", "200"))
                        .start()) {
            ConnectionEnds.of(client, tomcat.port());
            tomcat.awaitNothingLeft();
            assertThat(tls.engines()).as("%s: connections", kind).hasSize(5);
            for (WatchedEngine engine : tls.engines()) {
                assertThat(engine.threads())
                        .as("%s", kind)
                        .allMatch(
                                kind == ConnectorKind.TOMCAT_STOCK
                                        // Its poller encrypts the files it sends: ours does not.
                                        ? name -> name.matches("https.*-(exec-\\d+|Poller)")
                                        : name -> name.matches("mpm-.*-worker-\\d+"));
                if (kind.isBound()) {
                    assertThat(engine.threads()).as("%s: of the connection", kind).hasSize(1);
                }
            }
        }
    }
}

package org.servletmpm.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that has been here before does not need all of a handshake again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumptionTest {

    @TempDir private Path base;

    private final CertificateAuthority authority = new CertificateAuthority("Servers");
    private final Identity server = authority.issue("localhost", CertificateAuthority.Key.EC);

    ResumptionTest() throws Exception {}

    @ParameterizedTest
    @EnumSource
    void aSessionIsResumed(ConnectorKind kind) throws Exception {
        try (TlsServer started = TlsServer.of(kind, base, server).start()) {
            for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
                TlsClient client = TlsClient.trusting(authority).protocols(protocol);
                long first = sessionBegan(client, started);
                assertThat(sessionBegan(client, started)).as(protocol).isEqualTo(first);
                assertThat(sessionBegan(client, started)).as(protocol).isEqualTo(first);
                TlsClient stranger = TlsClient.trusting(authority).protocols(protocol);
                assertThat(sessionBegan(stranger, started)).as(protocol).isGreaterThan(first);
            }
        }
    }

    /** A resumed session keeps the time at which it was made. */
    private static long sessionBegan(TlsClient client, TlsServer started) throws Exception {
        try (TlsConnection connection = client.connect(started.port())) {
            assertThat(connection.http().get("/peer").text()).isEqualTo("nobody 0");
            return connection.session().getCreationTime();
        }
    }
}

package org.servletmpm.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** Bodies in many records, files, and how connections end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransfersTest {

    private static final int FILE_BYTES = 20 << 20;

    private Path base;

    private final CertificateAuthority authority = new CertificateAuthority("Servers");
    private final Identity server = authority.issue("localhost", CertificateAuthority.Key.EC);
    private final TlsClient client = TlsClient.trusting(authority);
    private String digest;

    TransfersTest() throws Exception {}

    @BeforeAll
    void file(@TempDir Path directory) throws Exception {
        base = directory;
        byte[] content = new byte[FILE_BYTES];
        new Random(4).nextBytes(content);
        Files.write(base.resolve("file"), content);
        digest = digest(content);
    }

    private TlsServer started(ConnectorKind kind) throws Exception {
        return TlsServer.of(kind, base, server).start();
    }

    @ParameterizedTest
    @EnumSource
    void manySmallRecordsArriveBothWays(ConnectorKind kind) throws Exception {
        int bytes = 1_000_000;
        try (TlsServer started = started(kind)) {
            try (TlsConnection connection = client.connect(started.port())) {
                RawConnection http = connection.http();
                http.send(
                        RawConnection.head(
                                "POST", "/peer?size=" + bytes, "Content-Length: " + bytes));
                byte[] record = new byte[100];
                for (int sent = 0; sent < bytes; sent += record.length) {
                    http.send(record);
                }
                Response answer = http.read();
                assertThat(answer.text()).as("%s", kind).startsWith("nobody " + bytes);
                assertThat(answer.body()).as("%s", kind).hasSizeGreaterThan(bytes);
                assertThat(http.get("/peer").status()).as("%s", kind).isEqualTo(200);
            }
            started.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileArrivesWhole(ConnectorKind kind) throws Exception {
        try (TlsServer started = started(kind)) {
            try (TlsConnection connection = client.connect(started.port())) {
                assertThat(digest(connection.http().get("/file").body()))
                        .as("%s", kind)
                        .isEqualTo(digest);
            }
            try (TlsConnection slow = client.connect(started.port(), 32 << 10)) {
                RawConnection http = slow.http().request("/file");
                assertThat(http.isAnswered()).as("%s", kind).isTrue();
                awaitBusy(started, kind, kind.isBound() ? 1 : 0);
                assertThat(digest(http.read().body())).as("%s", kind).isEqualTo(digest);
                assertThat(http.get("/peer").status()).as("%s", kind).isEqualTo(200);
            }
            try (TlsConnection gone = client.connect(started.port(), 32 << 10)) {
                gone.http().request("/file").isAnswered();
                gone.http().reset();
            }
            started.awaitNothingLeft();
        }
    }

    private static void awaitBusy(TlsServer started, ConnectorKind kind, int workers) {
        await(kind + ": workers while the client reads nothing")
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> started.busyThreads() == workers);
    }

    private static String digest(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @ParameterizedTest
    @EnumSource
    void closeNotifyEndsAResponseThatEndsItsConnection(ConnectorKind kind) throws Exception {
        try (TlsServer started = started(kind)) {
            for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
                AtomicReference<RecordWatchingSocket> records = new AtomicReference<>();
                TlsClient watched =
                        client.protocols(protocol)
                                .over(tcp -> RecordWatchingSocket.of(tcp, records));
                try (TlsConnection connection = watched.connect(started.port())) {
                    RawConnection http =
                            connection.http().request("/peer?size=100000", "Connection: close");
                    assertThat(http.read().status()).as("%s %s", kind, protocol).isEqualTo(200);
                    http.awaitEnd();
                    assertThat(records.get().endsWithAlert()).as("%s %s", kind, protocol).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatHasSentCloseNotifyIsStillAnswered(ConnectorKind kind) throws Exception {
        try (TlsServer started = started(kind)) {
            // In one piece: a last word that comes after its request may overtake the answer.
            AtomicReference<HoldingSocket> held = new AtomicReference<>();
            TlsClient atOnce = client.protocols("TLSv1.3").over(tcp -> HoldingSocket.of(tcp, held));
            try (TlsConnection connection = atOnce.connect(started.port())) {
                RawConnection http = connection.http().request("/peer").halfClose();
                held.get().release();
                assertThat(http.read().text()).as("%s", kind).isEqualTo("nobody 0");
                http.awaitEnd();
            }
            started.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatEndsEarlyEndsItsRequestOnly(ConnectorKind kind) throws Exception {
        try (TlsServer started = started(kind)) {
            for (boolean said : new boolean[] {true, false}) {
                try (TlsConnection connection = client.connect(started.port())) {
                    RawConnection http = connection.http();
                    http.send(RawConnection.head("POST", "/peer", "Content-Length: 1000"));
                    http.send(new byte[500]);
                    if (said) {
                        connection.socket().close();
                    }
                }
            }
            started.awaitNothingLeft();
            try (TlsConnection other = client.connect(started.port())) {
                assertThat(other.http().get("/peer").status()).as("%s", kind).isEqualTo(200);
            }
        }
    }
}

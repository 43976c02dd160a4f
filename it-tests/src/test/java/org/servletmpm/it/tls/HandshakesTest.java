package org.servletmpm.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.cell.Kernel;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** Handshakes that are slow, stop in the middle, are none, or come many at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandshakesTest {

    private static final int TIMEOUT_MILLIS = 500;

    @TempDir private Path base;

    private final CertificateAuthority authority = new CertificateAuthority("Servers");
    private final Identity server = authority.issue("localhost", CertificateAuthority.Key.EC);
    private final TlsClient client = TlsClient.trusting(authority);

    HandshakesTest() throws Exception {}

    private TlsServer made(ConnectorKind kind) throws Exception {
        return TlsServer.of(kind, base, server);
    }

    @ParameterizedTest
    @EnumSource
    void aHandshakeMayComeByteByByte(ConnectorKind kind) throws Exception {
        try (TlsServer started = made(kind).start()) {
            for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
                TlsClient slow = client.protocols(protocol).over(ByteByByteSocket::new);
                try (TlsConnection connection = slow.connect(started.port())) {
                    assertThat(connection.http().get("/peer").text())
                            .as("%s %s", kind, protocol)
                            .isEqualTo("nobody 0");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestsThatComeWithTheEndOfTheHandshakeAreServed(ConnectorKind kind) throws Exception {
        AtomicReference<HoldingSocket> held = new AtomicReference<>();
        TlsClient atOnce = client.protocols("TLSv1.3").over(tcp -> HoldingSocket.of(tcp, held));
        try (TlsServer started = made(kind).start();
                TlsConnection connection = atOnce.connect(started.port())) {
            RawConnection http = connection.http();
            http.request("/peer");
            http.send(RawConnection.head("POST", "/peer", "Content-Length: 9000"));
            http.send(new byte[9000]);
            http.request("/peer?size=1");
            held.get().release();
            assertThat(http.read().text()).as("%s", kind).isEqualTo("nobody 0");
            assertThat(http.read().text()).as("%s", kind).isEqualTo("nobody 9000");
            assertThat(http.read().body()).as("%s", kind).hasSize(9);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStalledHandshakeIsCutInTime(ConnectorKind kind) throws Exception {
        byte[] hello = hello();
        try (TlsServer started = made(kind).silentFor(TIMEOUT_MILLIS).start()) {
            List<RawConnection> stopped = new ArrayList<>();
            try {
                long began = System.nanoTime();
                int many = kind.isBound() ? ConnectorKind.WORKERS / 2 : ConnectorKind.WORKERS * 3;
                for (int n = 0; n < many; n++) {
                    // Half of them within their first message, half before their second.
                    RawConnection one = RawConnection.open(started.port(), false);
                    stopped.add(one.send(hello, 0, n % 2 == 0 ? hello.length / 2 : hello.length));
                }
                try (TlsConnection other = client.connect(started.port())) {
                    assertThat(other.http().get("/peer").status())
                            .as("%s: others are served meanwhile", kind)
                            .isEqualTo(200);
                }
                for (RawConnection one : stopped) {
                    one.awaitEnd();
                }
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .as("%s: connectionTimeout", kind)
                        .isBetween(
                                Duration.ofMillis(TIMEOUT_MILLIS - 50),
                                Duration.ofMillis(TIMEOUT_MILLIS + 5000));
            } finally {
                for (RawConnection one : stopped) {
                    one.close();
                }
            }
            started.awaitNothingLeft();
        }
    }

    /** A client's first message. */
    private byte[] hello() throws SSLException {
        SSLEngine engine = client.context().createSSLEngine("localhost", 1);
        engine.setUseClientMode(true);
        ByteBuffer message = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), message);
        byte[] bytes = new byte[message.flip().remaining()];
        message.get(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void aClearTextRequestIsRefused(ConnectorKind kind) throws Exception {
        try (TlsServer started = made(kind).start()) {
            try (RawConnection clear = RawConnection.open(started.port(), false)) {
                if (kind.isTomcat()) {
                    Response answer = clear.get("/peer");
                    assertThat(answer.status()).isEqualTo(400);
                    assertThat(answer.text()).contains("TLS");
                } else {
                    // In the words of TLS: an alert.
                    clear.request("/peer");
                }
                clear.awaitEnd();
            }
            started.awaitNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyAbortedHandshakesLeaveNothingBehind(ConnectorKind kind) throws Exception {
        byte[] hello = hello();
        try (TlsServer started = made(kind).start();
                ClientThreads clientThreads = new ClientThreads()) {
            disturb(started.port(), hello, new Random(1), 12);
            started.awaitNothingLeft();
            int before = Kernel.openDescriptors();
            List<CompletableFuture<Integer>> clients = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                Random random = new Random(n);
                clients.add(clientThreads.start(() -> disturb(started.port(), hello, random, 24)));
            }
            ClientThreads.join(clients);
            started.awaitNothingLeft();
            await(kind + ": descriptors")
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(
                            () ->
                                    assertThat(Kernel.openDescriptors())
                                            .as("%s", kind)
                                            .isLessThanOrEqualTo(before));
            try (TlsConnection other = client.connect(started.port())) {
                assertThat(other.http().get("/peer").status()).as("%s", kind).isEqualTo(200);
            }
        }
    }

    /** Connections that end at some point of their life, with a reset or not. */
    private int disturb(int port, byte[] hello, Random random, int times) throws IOException {
        for (int n = 0; n < times; n++) {
            int point = n % 6;
            if (point < 3) {
                RawConnection raw = RawConnection.open(port, false);
                raw.send(hello, 0, point == 0 ? 0 : random.nextInt(hello.length * point / 2) + 1);
                end(raw, random);
            } else {
                TlsConnection connection = client.connect(port);
                switch (point) {
                    case 3 -> {}
                    case 4 -> connection.http().request("/peer?size=2000000").isAnswered();
                    default -> connection.http().get("/peer");
                }
                end(connection.http(), random);
            }
        }
        return times;
    }

    private static void end(RawConnection connection, Random random) throws IOException {
        if (random.nextBoolean()) {
            connection.reset();
        } else {
            connection.close();
        }
    }
}

package org.servletmpm.it.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.Level;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.adapters.CapturedLog;
import org.servletmpm.it.cell.Cell.Container;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.TrustingTls;

/** In prefork a thread has one request at a time: HTTP/1.1, whatever the client would like. */
class PreforkTest {

    @TempDir static Path directory;

    @ParameterizedTest
    @EnumSource
    void oneWarningTellsThatHttp2IsNotServed(Container container) throws Exception {
        try (Http2Server server = Http2Server.prefork(directory, container, false)) {
            String connector = server.connectorType().getName();
            try (CapturedLog warnings = new CapturedLog(connector, Level.WARNING)) {
                server.start();
                assertThat(warnings.lines())
                        .singleElement()
                        .asString()
                        .contains("prefork", "HTTP/1.1", "h2", "one thread", "worker, event");
            }
            assertThat(server.figures().getModel()).isEqualTo("prefork");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tlsClientsGetHttp11(Container container) throws Exception {
        try (Http2Server server = Http2Server.prefork(directory, container, true).start()) {
            SSLContext context = TrustingTls.context();
            try (SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                assertThat(socket.getApplicationProtocol())
                        .as("Tomcat has nothing to choose from, which is HTTP/1.1")
                        .isEqualTo(container == Container.TOMCAT ? "" : "http/1.1");
                socket.getOutputStream()
                        .write(RawConnection.head("GET", "/hello").getBytes(US_ASCII));
                assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUpgradeIsIgnored(Container container) throws Exception {
        try (Http2Server server = Http2Server.prefork(directory, container, false).start();
                RawConnection client = server.raw()) {
            for (int n = 0; n < 2; n++) {
                assertThat(
                                client.get(
                                                "/hello",
                                                "Upgrade: h2c",
                                                "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
                                                "Connection: Upgrade, HTTP2-Settings")
                                        .status())
                        .isEqualTo(200);
            }
        }
    }

    /** As without the protocol: the preface is a bad request. */
    @ParameterizedTest
    @EnumSource
    void anHttp2PrefaceIsRefused(Container container) throws Exception {
        try (Http2Server server = Http2Server.prefork(directory, container, false).start()) {
            for (int n = 0; n < 2 * Http2Server.WORKERS; n++) {
                try (RawConnection client = server.raw()) {
                    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
                    assertRefused(client);
                }
            }
            Http2Server.patiently("workers are free again")
                    .until(() -> server.figures().getBusyWorkers() == 0);
        }
    }

    private static void assertRefused(RawConnection client) throws IOException {
        client.readIfAny().ifPresent(answer -> assertThat(answer.status()).isIn(400, 426, 505));
        client.awaitEnd();
    }
}

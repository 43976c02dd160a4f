package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpURLConnection;
import java.net.URI;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.TrustingTls;

/**
 * HTTP/1.1 messages of every size, in both directions, with nothing lost and nothing out of order.
 */
class BodiesTest {

    private static final int[] SIZES = {0, 1, 64 * 1024, 5 * 1024 * 1024};

    @EveryCell
    void pipelinedRequestsAreAnsweredInOrder(Server server) throws Exception {
        int requests = 20;
        StringBuilder pipeline = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            pipeline.append(RawConnection.head("GET", "/big?bytes=" + (100 + i)));
        }
        try (RawConnection connection = server.connect().send(pipeline.toString())) {
            for (int i = 0; i < requests; i++) {
                assertThat(connection.read().body())
                        .as("%s: answer %d", server.cell(), i)
                        .isEqualTo(counting(100 + i));
            }
        }
    }

    @EveryCell
    void pipelinedBodiesAreNotMixedUp(Server server) throws Exception {
        StringBuilder pipeline = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            String body = "body number " + i;
            pipeline.append(RawConnection.head("POST", "/echo", "Content-Length: " + body.length()))
                    .append(body);
        }
        try (RawConnection connection = server.connect().send(pipeline.toString())) {
            for (int i = 0; i < 20; i++) {
                assertThat(connection.read().text())
                        .as("%s", server.cell())
                        .isEqualTo("body number " + i);
            }
        }
    }

    @EveryCell
    void bodiesOfEverySizeArriveWholeBothWays(Server server) throws Exception {
        try (RawConnection connection = server.connect();
                ClientThreads clientThreads = new ClientThreads()) {
            for (int size : SIZES) {
                byte[] body = counting(size);
                assertThat(connection.get("/big?bytes=" + size).body())
                        .as("%s: %d bytes down", server.cell(), size)
                        .isEqualTo(body);
                assertUploaded(server, connection.post("/upload", body), body);
                // Sent and read at once: an echo larger than the kernel's buffers needs both.
                CompletableFuture<Response> echo = clientThreads.start(connection::read);
                connection.send(RawConnection.head("POST", "/echo", "Content-Length: " + size));
                connection.send(body);
                assertThat(echo.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS).body())
                        .as("%s: %d bytes echoed", server.cell(), size)
                        .isEqualTo(body);
            }
        }
    }

    @EveryCell
    void chunkedBodiesArriveWhole(Server server) throws Exception {
        try (RawConnection connection = server.connect()) {
            byte[] body = counting(300_000);
            for (int chunk : new int[] {7_919, 65_536, 300_000}) {
                connection.send(
                        RawConnection.head("POST", "/upload", "Transfer-Encoding: chunked"));
                for (int from = 0; from < body.length; from += chunk) {
                    int length = Math.min(chunk, body.length - from);
                    connection.send(Integer.toHexString(length) + "\r\n");
                    connection.send(body, from, length).send("\r\n");
                }
                assertUploaded(server, connection.send("0\r\n\r\n").read(), body);
            }
        }
    }

    /**
     * A body that comes byte by byte, each byte in a segment of its own, and an answer of unknown
     * length.
     */
    @EveryCell
    void aTricklingChunkedBodyIsEchoed(Server server) throws Exception {
        String body = "one byte at a time";
        try (RawConnection connection = server.connect()) {
            connection.send(RawConnection.head("POST", "/echo", "Transfer-Encoding: chunked"));
            for (char c : body.toCharArray()) {
                for (String part : new String[] {"1", "\r\n", String.valueOf(c), "\r\n"}) {
                    connection.send(part);
                }
            }
            assertThat(connection.send("0\r\n\r\n").read().text())
                    .as("%s", server.cell())
                    .isEqualTo(body);
            assertThat(connection.get("/hello").status()).as("%s", server.cell()).isEqualTo(200);
        }
    }

    @EveryCell
    void aRequestInPiecesIsOneRequest(Server server) throws Exception {
        String request = RawConnection.head("GET", "/hello", "X-Long: " + "x".repeat(100));
        try (RawConnection connection = server.connect()) {
            for (int at = 0; at < request.length(); at += 11) {
                connection.send(request.substring(at, Math.min(at + 11, request.length())));
            }
            assertThat(connection.read().status()).as("%s", server.cell()).isEqualTo(200);
        }
    }

    @EveryCell
    void expectContinueIsAnsweredBeforeTheBody(Server server) throws Exception {
        try (RawConnection connection = server.connect()) {
            connection.send(
                    RawConnection.head(
                            "POST", "/upload", "Content-Length: 5", "Expect: 100-continue"));
            assertThat(connection.read().status()).as("%s", server.cell()).isEqualTo(100);
            assertUploaded(server, connection.send("12345").read(), "12345".getBytes());
        }
    }

    @EveryCell
    void aSlowReaderGetsAllAndHindersNobody(Server server) throws Exception {
        int size = 5 * 1024 * 1024;
        MessageDigest read = MessageDigest.getInstance("SHA-256");
        try (RawConnection slow =
                RawConnection.open(server.port(), server.cell().tls(), 16 * 1024)) {
            slow.request("/big?bytes=" + size, "Connection: close");
            int headers = 0;
            for (int matched = 0; matched < 4; headers++) {
                byte b = slow.readBytes(1)[0];
                matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
            }
            for (int left = size; left > 0; ) {
                byte[] piece = slow.readBytes(Math.min(left, 512 * 1024));
                assertThat(piece).as("%s: %d bytes are left", server.cell(), left).isNotEmpty();
                read.update(piece);
                left -= piece.length;
                server.assertServes();
            }
            assertThat(slow.awaitEnd())
                    .as("%s", server.cell())
                    .isEqualTo(RawConnection.Ending.CLOSED);
        }
        assertThat(read.digest()).as("%s", server.cell()).isEqualTo(sha256(counting(size)));
    }

    /** What an ordinary client library sees, with its own ideas of keep-alive. */
    @EveryCell
    void theJdksClientIsServed(Server server) throws Exception {
        String origin = (server.cell().tls() ? "https" : "http") + "://localhost:" + server.port();
        byte[] body = counting(100_000);
        for (int i = 0; i < 3; i++) {
            var client = (HttpURLConnection) URI.create(origin + "/echo").toURL().openConnection();
            if (client instanceof HttpsURLConnection https) {
                https.setSSLSocketFactory(TrustingTls.context().getSocketFactory());
                https.setHostnameVerifier((name, session) -> true);
            }
            client.setReadTimeout(RawConnection.PATIENCE);
            client.setRequestProperty("Connection", "close");
            client.setChunkedStreamingMode(8192);
            client.setDoOutput(true);
            client.getOutputStream().write(body);
            assertThat(client.getInputStream().readAllBytes())
                    .as("%s", server.cell())
                    .isEqualTo(body);
        }
    }

    private static void assertUploaded(Server server, Response answer, byte[] body)
            throws Exception {
        assertThat(answer.text())
                .as("%s: %d bytes up", server.cell(), body.length)
                .contains(String.valueOf(body.length))
                .containsIgnoringCase(HexFormat.of().formatHex(sha256(body)));
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    /** The demo's pattern: byte i is i mod 251. */
    static byte[] counting(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }
}

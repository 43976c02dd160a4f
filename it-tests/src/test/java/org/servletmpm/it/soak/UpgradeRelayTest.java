package org.servletmpm.it.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;

/** The soak's relay keeps the JDK's client from losing bytes that come with a 101. */
class UpgradeRelayTest {

    /** As far as the first window goes, which is more than the client reads at once. */
    private static final int SIZE = 65_535;

    private static final int FRAME = 16_384;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /** HPACK (RFC 7541, appendix A): {@code :status: 200}. */
    private static final byte[] OK = {(byte) 0x88};

    /** The first request may have to be answered without an upgrade. */
    private static final byte[] REFUSAL =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno".getBytes(US_ASCII);

    /**
     * The server is a socket, and nothing of a container's: it sends everything in one piece. Asked
     * directly, this client fails each time; one with threads of its own, about each third time.
     */
    @Test
    void anAnswerThatComesWithTheUpgradeIsWhole() throws Exception {
        byte[] body = Checks.pattern(0, SIZE);
        try (ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
                UpgradeRelay relay = UpgradeRelay.to(listener.getLocalPort());
                ClientThreads server = new ClientThreads()) {
            server.start(() -> serve(listener, List.of(REFUSAL, upgradeWith(body))));
            HttpClient client = HttpClient.newBuilder().executor(Runnable::run).build();
            assertThat(ask(client, relay).version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            HttpResponse<byte[]> answer = ask(client, relay);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).isEqualTo(body);
        }
    }

    private static HttpResponse<byte[]> ask(HttpClient client, UpgradeRelay relay)
            throws Exception {
        URI uri = URI.create("http://localhost:" + relay.port());
        return client.sendAsync(
                        HttpRequest.newBuilder(uri).build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS);
    }

    private static byte[] upgradeWith(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBytes("HTTP/1.1 101 Switching Protocols\r\n");
        out.writeBytes("Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
        frame(out, SETTINGS, 0, 0, OK, 0, 0);
        frame(out, HEADERS, END_HEADERS, 1, OK, 0, OK.length);
        for (int from = 0; from < body.length; from += FRAME) {
            int length = Math.min(FRAME, body.length - from);
            int flags = from + length == body.length ? END_STREAM : 0;
            frame(out, DATA, flags, 1, body, from, length);
        }
        return bytes.toByteArray();
    }

    private static void frame(
            DataOutputStream out,
            int type,
            int flags,
            int stream,
            byte[] bytes,
            int from,
            int length)
            throws IOException {
        out.writeInt(length << 8 | type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(bytes, from, length);
    }

    /** Answers one request after the other, and reads until the client has gone. */
    private static Void serve(ServerSocket listener, List<byte[]> answers) throws IOException {
        try (Socket socket = listener.accept()) {
            InputStream in = socket.getInputStream();
            for (byte[] answer : answers) {
                for (int last = 0; last != 0x0d0a0d0a; ) {
                    last = last << 8 | in.read();
                }
                socket.getOutputStream().write(answer);
            }
            in.transferTo(DataOutputStream.nullOutputStream());
        }
        return null;
    }
}

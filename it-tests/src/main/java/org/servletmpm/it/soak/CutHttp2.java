package org.servletmpm.it.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.TrustingTls;

/**
 * An HTTP/2 connection by prior knowledge with streams that are never finished: large answers that
 * are not read, uploads that are not sent; then the client is gone.
 */
final class CutHttp2 {

    /** Milliseconds: not every set of frames is answered, the stock connector does the same. */
    private static final int PATIENCE = 2_000;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /** Of the server's first frame, at least. */
    private static final int SETTINGS_LENGTH = 9;

    private static final int CHUNK = 16_384;

    private CutHttp2() {}

    static void perform(Client client) throws IOException {
        try (Socket tcp = new Socket()) {
            tcp.setSoTimeout(PATIENCE);
            tcp.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), client.target().port()),
                    RawConnection.PATIENCE);
            Socket socket = client.target().tls() ? tls(tcp) : tcp;
            talk(client, socket);
            if (client.chance(0.5)) {
                client.ends().count(ClientEnd.RESET);
                tcp.setSoLinger(true, 0);
            } else {
                client.ends().count(ClientEnd.CLOSE);
            }
        } catch (IOException refused) {
            // A server that does not speak it ends the connection, at whichever byte.
            boolean silent = refused instanceof SocketTimeoutException;
            client.results().ending("h2 by hand " + (silent ? "not answered" : "refused"));
        }
    }

    private static void talk(Client client, Socket socket) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
        int streams = client.between(1, 6);
        boolean download = false;
        for (int i = 0; i < streams; i++) {
            int stream = 2 * i + 1;
            if (client.chance(0.5)) {
                download = true;
                byte[] head = head(client.target(), "GET", "/big?bytes=1000000");
                out.writeBytes(frame(HEADERS, END_HEADERS | END_STREAM, stream, head));
            } else {
                out.writeBytes(
                        frame(
                                HEADERS,
                                END_HEADERS,
                                stream,
                                head(client.target(), "POST", "/upload")));
                out.writeBytes(frame(DATA, 0, stream, new byte[client.between(0, 1000)]));
            }
        }
        byte[] bytes = out.toByteArray();
        // Sometimes the end is in the middle of a frame.
        int length = client.chance(0.5) ? bytes.length : client.between(1, bytes.length);
        socket.getOutputStream().write(bytes, 0, length);
        socket.getOutputStream().flush();
        if (length == bytes.length && client.chance(0.7)) {
            InputStream in = socket.getInputStream();
            in.readNBytes(client.between(1, download ? CHUNK : SETTINGS_LENGTH));
        }
        client.pause(30);
    }

    private static Socket tls(Socket tcp) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        TrustingTls.context()
                                .getSocketFactory()
                                .createSocket(tcp, "localhost", tcp.getPort(), false);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putChar((char) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** HPACK (RFC 7541, 6.2.2): literals that are not indexed. */
    private static byte[] head(Target target, String method, String path) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        field(head, ":method", method);
        field(head, ":scheme", target.tls() ? "https" : "http");
        field(head, ":path", path);
        field(head, ":authority", "localhost");
        return head.toByteArray();
    }

    private static void field(ByteArrayOutputStream head, String name, String value) {
        head.write(0);
        string(head, name);
        string(head, value);
    }

    /** Shorter than 127 bytes. */
    private static void string(ByteArrayOutputStream head, String text) {
        head.write(text.length());
        head.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}

package org.servletmpm.it.soak;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.TrustingTls;

/** Sends malformed, incomplete and no requests. */
final class InvalidRequestActions {

    private static final List<String> MALFORMED =
            List.of(
                    "\0\1\2\3\r\n\r\n",
                    "GET\r\n\r\n",
                    "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                    "GET / HTTP/1.1\r\n\r\n",
                    "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                    "GET /hello HTTP/9.9\r\nHost: localhost\r\n\r\n",
                    "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                    "POST /upload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                            + "\r\nzz\r\n\r\n",
                    "GET /hello HTTP/1.1\r\nHost: localhost\r\nX: "
                            + "x".repeat(9000)
                            + "\r\n\r\n");

    private InvalidRequestActions() {}

    static List<Action.Named> all() {
        return List.of(
                new Action.Named("malformed", InvalidRequestActions::malformed),
                new Action.Named("half-request", InvalidRequestActions::halfRequest),
                new Action.Named("cut-handshake", InvalidRequestActions::cutHandshake),
                new Action.Named("wrong-protocol", InvalidRequestActions::wrongProtocol),
                new Action.Named("nothing", InvalidRequestActions::nothing));
    }

    /** Is refused, or the connection ends; it is not left open. */
    private static void malformed(Client client) throws Exception {
        ClientConnection connection = client.openToStay(client.target().tls());
        client.asks();
        connection.send(MALFORMED.get(client.random().nextInt(MALFORMED.size())));
        endRefused(client, connection);
    }

    private static void endRefused(Client client, ClientConnection connection) throws IOException {
        try {
            Response answer = connection.read();
            if (answer.status() < 400) {
                throw new AssertionError("answered " + answer.status());
            }
            client.answered();
            connection.awaitEnd();
        } catch (SocketTimeoutException kept) {
            throw kept;
        } catch (IOException refused) {
            client.told("refused without an answer");
        }
    }

    private static void halfRequest(Client client) throws Exception {
        ClientConnection connection = client.openToLeave(client.target().tls());
        String request = RawConnection.head("POST", "/upload", "Content-Length: 1000") + "abc";
        connection.send(request.substring(0, client.between(1, request.length())));
        connection.awaitEnd();
    }

    /** Part of a client hello, or all of it and no more. */
    private static void cutHandshake(Client client) throws Exception {
        ClientConnection connection = client.openToLeave(false);
        byte[] hello = clientHello();
        connection.send(
                hello, 0, client.chance(0.5) ? hello.length : client.between(1, hello.length));
        connection.awaitEnd();
    }

    private static byte[] clientHello() throws SSLException {
        SSLEngine engine = TrustingTls.context().createSSLEngine("localhost", 0);
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        byte[] bytes = new byte[hello.flip().remaining()];
        hello.get(bytes);
        return bytes;
    }

    /** HTTP where TLS is spoken, TLS where HTTP is. */
    private static void wrongProtocol(Client client) throws Exception {
        ClientConnection connection = client.openToStay(false);
        client.asks();
        if (client.target().tls()) {
            connection.send(RawConnection.head("GET", "/hello"));
        } else {
            connection.send(clientHello());
        }
        endRefused(client, connection);
    }

    private static void nothing(Client client) throws Exception {
        ClientConnection connection = client.openToLeave(false);
        try {
            connection.awaitEnd();
        } catch (SocketException left) {
            client.results().ending("left without a byte");
        }
    }
}

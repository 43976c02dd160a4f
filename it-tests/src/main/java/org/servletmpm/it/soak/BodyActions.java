package org.servletmpm.it.soak;

import static org.servletmpm.it.soak.Checks.assertEquals;
import static org.servletmpm.it.soak.Checks.assertPattern;
import static org.servletmpm.it.soak.Checks.assertText;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** Requests with a body, sent in pieces. */
final class BodyActions {

    /** Fits into the kernel's buffers both ways: the client sends all before it reads. */
    private static final int ECHOED = 60_000;

    private BodyActions() {}

    static List<Action.Named> all() {
        return List.of(
                new Action.Named("upload", BodyActions::upload),
                new Action.Named("echo", client -> echo(client, "/echo")),
                new Action.Named("nonblocking-echo", client -> echo(client, "/nonblocking")),
                new Action.Named("latch", BodyActions::latch),
                new Action.Named("expect", BodyActions::expect),
                new Action.Named("early", BodyActions::early),
                new Action.Named("trailers", BodyActions::trailers));
    }

    private static void upload(Client client) throws Exception {
        byte[] body = Checks.pattern(0, client.between(0, 300_000));
        assertUploaded(post(client, client.open(), "/upload", body).read(), body);
        client.answered();
    }

    private static void assertUploaded(Response answer, byte[] body) {
        Checks.assertStatus(200, answer.status());
        assertEquals("SHA-256", Checks.sha256(body), answer.json("sha256"));
    }

    private static void echo(Client client, String path) throws Exception {
        int length = client.between(0, ECHOED);
        Response answer = post(client, client.open(), path, Checks.pattern(0, length)).read();
        Checks.assertStatus(200, answer.status());
        assertPattern(answer.body(), 0, length);
        client.answered();
    }

    private static void latch(Client client) throws Exception {
        byte[] body = Checks.pattern(0, client.between(0, 40_000));
        Response answer = post(client, client.open(), "/latch", body).read();
        assertText(answer, 200, "latch " + body.length + "\n");
        client.answered();
    }

    private static void expect(Client client) throws Exception {
        byte[] body = Checks.pattern(0, client.between(1, 30_000));
        ClientConnection connection = client.open();
        client.asks();
        connection.send(
                RawConnection.head(
                        "POST",
                        "/upload",
                        "Content-Length: " + body.length,
                        "Expect: 100-continue"));
        Checks.assertStatus(100, connection.read().status());
        assertUploaded(connection.send(body).read(), body);
        client.answered();
    }

    /** The answer comes while the body is sent, which the server may not want to hear. */
    private static void early(Client client) throws Exception {
        int status = client.chance(0.5) ? 200 : 413;
        byte[] body = Checks.pattern(0, client.between(0, 200_000));
        ClientConnection connection = client.open();
        if (client.target().behaviour().endsAfterEarly(status)) {
            connection.mayEnd();
        }
        try {
            post(client, connection, "/early?status=" + status, body);
        } catch (IOException unheard) {
            if (!connection.left()) {
                throw unheard;
            }
        }
        assertText(connection.read(), status, "early " + status + "\n");
        client.answered();
    }

    private static void trailers(Client client) throws Exception {
        byte[] body = Checks.pattern(0, client.between(0, 20_000));
        ClientConnection connection = client.open();
        client.asks();
        connection.send(
                RawConnection.head(
                        "POST", "/trailers", "Transfer-Encoding: chunked", "Trailer: X-Demo"));
        pieces(client, connection, body, true);
        connection.send("0\r\nX-Demo: soak\r\n\r\n");
        String head = connection.readTo("\r\n\r\n");
        Checks.assertStatusLine(head, 200);
        String rest = connection.readTo("\r\n0\r\n") + connection.readTo("\r\n\r\n");
        String lower = rest.toLowerCase(Locale.ROOT);
        assertEquals(rest, true, lower.contains("x-length: " + body.length));
        assertEquals(rest, true, lower.contains("x-echo-x-demo: soak"));
        client.answered();
    }

    /** Chunked or with its length, as chance has it. */
    private static ClientConnection post(
            Client client, ClientConnection connection, String path, byte[] body)
            throws IOException {
        client.asks();
        boolean chunked = client.chance(0.5);
        String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length;
        connection.send(RawConnection.head("POST", path, framing));
        pieces(client, connection, body, chunked);
        return chunked ? connection.send("0\r\n\r\n") : connection;
    }

    private static void pieces(
            Client client, ClientConnection connection, byte[] body, boolean chunked)
            throws IOException {
        int most = client.between(1, 5) * body.length / 5 + 1;
        for (int sent = 0; sent < body.length; ) {
            int length = Math.min(body.length - sent, client.between(1, most));
            if (chunked) {
                connection.send(Integer.toHexString(length) + "\r\n");
            }
            connection.send(body, sent, length);
            if (chunked) {
                connection.send("\r\n");
            }
            sent += length;
            if (client.chance(0.5)) {
                client.pause(5);
            }
        }
    }
}

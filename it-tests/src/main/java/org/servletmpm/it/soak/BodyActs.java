package org.servletmpm.it.soak;

import static org.servletmpm.it.soak.Content.assertEquals;
import static org.servletmpm.it.soak.Content.assertPattern;
import static org.servletmpm.it.soak.Content.assertText;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** Requests with a body, sent in pieces. */
final class BodyActs {

    /** Fits into the kernel's buffers both ways: the client sends all before it reads. */
    private static final int ECHOED = 60_000;

    private BodyActs() {}

    static List<Acts.Named> all() {
        return List.of(
                new Acts.Named("upload", BodyActs::upload),
                new Acts.Named("echo", client -> echo(client, "/echo")),
                new Acts.Named("nonblocking-echo", client -> echo(client, "/nonblocking")),
                new Acts.Named("latch", BodyActs::latch),
                new Acts.Named("expect", BodyActs::expect),
                new Acts.Named("early", BodyActs::early),
                new Acts.Named("trailers", BodyActs::trailers));
    }

    private static void upload(Client client) throws Exception {
        byte[] body = Content.pattern(0, client.between(0, 300_000));
        assertUploaded(post(client, client.open(), "/upload", body).read(), body);
        client.answered();
    }

    private static void assertUploaded(Response answer, byte[] body) {
        Content.assertStatus(200, answer.status());
        assertEquals("SHA-256", Content.sha256(body), answer.json("sha256"));
    }

    private static void echo(Client client, String path) throws Exception {
        int length = client.between(0, ECHOED);
        Response answer = post(client, client.open(), path, Content.pattern(0, length)).read();
        Content.assertStatus(200, answer.status());
        assertPattern(answer.body(), 0, length);
        client.answered();
    }

    private static void latch(Client client) throws Exception {
        byte[] body = Content.pattern(0, client.between(0, 40_000));
        Response answer = post(client, client.open(), "/latch", body).read();
        assertText(answer, 200, "latch " + body.length + "\n");
        client.answered();
    }

    private static void expect(Client client) throws Exception {
        byte[] body = Content.pattern(0, client.between(1, 30_000));
        Visit visit = client.open();
        client.asks();
        visit.send(
                RawConnection.head(
                        "POST",
                        "/upload",
                        "Content-Length: " + body.length,
                        "Expect: 100-continue"));
        Content.assertStatus(100, visit.read().status());
        assertUploaded(visit.send(body).read(), body);
        client.answered();
    }

    /** The answer comes while the body is sent, which the server may not want to hear. */
    private static void early(Client client) throws Exception {
        int status = client.chance(0.5) ? 200 : 413;
        byte[] body = Content.pattern(0, client.between(0, 200_000));
        Visit visit = client.open();
        if (client.target().habits().endsAfterEarly(status)) {
            visit.mayEnd();
        }
        try {
            post(client, visit, "/early?status=" + status, body);
        } catch (IOException unheard) {
            if (!visit.left()) {
                throw unheard;
            }
        }
        assertText(visit.read(), status, "early " + status + "\n");
        client.answered();
    }

    private static void trailers(Client client) throws Exception {
        byte[] body = Content.pattern(0, client.between(0, 20_000));
        Visit visit = client.open();
        client.asks();
        visit.send(
                RawConnection.head(
                        "POST", "/trailers", "Transfer-Encoding: chunked", "Trailer: X-Demo"));
        pieces(client, visit, body, true);
        visit.send("0\r\nX-Demo: soak\r\n\r\n");
        String head = visit.readTo("\r\n\r\n");
        Content.assertStatusLine(head, 200);
        String rest = visit.readTo("\r\n0\r\n") + visit.readTo("\r\n\r\n");
        String lower = rest.toLowerCase(Locale.ROOT);
        assertEquals(rest, true, lower.contains("x-length: " + body.length));
        assertEquals(rest, true, lower.contains("x-echo-x-demo: soak"));
        client.answered();
    }

    /** Chunked or with its length, as chance has it. */
    private static Visit post(Client client, Visit visit, String path, byte[] body)
            throws IOException {
        client.asks();
        boolean chunked = client.chance(0.5);
        String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length;
        visit.send(RawConnection.head("POST", path, framing));
        pieces(client, visit, body, chunked);
        return chunked ? visit.send("0\r\n\r\n") : visit;
    }

    private static void pieces(Client client, Visit visit, byte[] body, boolean chunked)
            throws IOException {
        int most = client.between(1, 5) * body.length / 5 + 1;
        for (int sent = 0; sent < body.length; ) {
            int length = Math.min(body.length - sent, client.between(1, most));
            if (chunked) {
                visit.send(Integer.toHexString(length) + "\r\n");
            }
            visit.send(body, sent, length);
            if (chunked) {
                visit.send("\r\n");
            }
            sent += length;
            if (client.chance(0.5)) {
                client.pause(5);
            }
        }
    }
}

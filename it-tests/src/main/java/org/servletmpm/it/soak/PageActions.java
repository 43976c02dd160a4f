package org.servletmpm.it.soak;

import static org.servletmpm.it.soak.Checks.assertEquals;
import static org.servletmpm.it.soak.Checks.assertPattern;
import static org.servletmpm.it.soak.Checks.assertText;

import java.util.List;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** Requests without a body. */
final class PageActions {

    static final String HELLO = "Hello, world\n";

    private static final int[] FILES = {1, 65_536, 1 << 20, 3_000_000};
    private static final int CHUNK = 16_384;

    private PageActions() {}

    static List<Action.Named> all() {
        return List.of(
                new Action.Named("keep-alive", PageActions::keepAlive),
                new Action.Named("close", PageActions::close),
                new Action.Named("pipelined", PageActions::pipelined),
                new Action.Named("slow-reader", PageActions::slowReader),
                new Action.Named("gzip", PageActions::gzip),
                new Action.Named("file", PageActions::file));
    }

    private static void keepAlive(Client client) throws Exception {
        ClientConnection connection = client.open();
        for (int left = client.between(1, 12); left > 0; left--) {
            client.asks();
            Response answer = connection.get("/hello");
            assertText(answer, 200, HELLO);
            client.answered();
            if (answer.closes()) {
                return;
            }
            if (client.chance(0.3)) {
                client.pause(20);
            }
        }
    }

    private static void close(Client client) throws Exception {
        ClientConnection connection = client.open();
        client.asks();
        assertText(connection.get("/hello", "Connection: close"), 200, HELLO);
        client.answered();
        connection.awaitEnd();
    }

    private static void pipelined(Client client) throws Exception {
        ClientConnection connection = client.open();
        int requests = client.between(2, 8);
        for (int i = 0; i < requests; i++) {
            client.asks();
        }
        connection.send(RawConnection.head("GET", "/hello").repeat(requests));
        for (int i = 0; i < requests; i++) {
            Response answer = connection.read();
            assertText(answer, 200, HELLO);
            client.answered();
            if (answer.closes()) {
                return;
            }
        }
    }

    private static void slowReader(Client client) throws Exception {
        ClientConnection connection = client.open(CHUNK);
        int bytes = client.between(1, 2_000_000);
        client.asks();
        connection.send(RawConnection.head("GET", "/big?bytes=" + bytes));
        String head = connection.readTo("\r\n\r\n");
        Checks.assertStatusLine(head, 200);
        for (int read = 0; read < bytes; ) {
            int length = Math.min(bytes - read, client.between(1, 4 * CHUNK));
            assertPattern(connection.readBytes(length), read);
            read += length;
            client.pause(6);
        }
        client.answered();
    }

    private static void gzip(Client client) throws Exception {
        client.asks();
        Response answer = client.open().get("/hello", "Accept-Encoding: gzip");
        Checks.assertStatus(200, answer.status());
        boolean packed = answer.header("Content-Encoding").filter("gzip"::equals).isPresent();
        String text = packed ? Checks.gunzip(answer.body()) : answer.text();
        assertEquals("text", HELLO, text);
        client.answered();
    }

    private static void file(Client client) throws Exception {
        client.asks();
        ClientConnection connection = client.open();
        int size = FILES[client.random().nextInt(FILES.length)];
        if (client.chance(0.5)) {
            Response answer = connection.get("/file/" + size);
            Checks.assertStatus(200, answer.status());
            assertPattern(answer.body(), 0, size);
        } else {
            int from = client.between(0, size - 1);
            int to = client.between(from, size - 1);
            Response answer = connection.get("/file/" + size, "Range: bytes=" + from + "-" + to);
            Checks.assertStatus(206, answer.status());
            assertPattern(answer.body(), from, to - from + 1);
        }
        client.answered();
    }
}

package org.servletmpm.it.soak;

import static org.servletmpm.it.soak.Content.assertEquals;
import static org.servletmpm.it.soak.Content.assertPattern;
import static org.servletmpm.it.soak.Content.assertText;

import java.util.List;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** Requests without a body. */
final class PageActs {

    static final String HELLO = "Hello, world\n";

    private static final int[] FILES = {1, 65_536, 1 << 20, 3_000_000};
    private static final int CHUNK = 16_384;

    private PageActs() {}

    static List<Acts.Named> all() {
        return List.of(
                new Acts.Named("keep-alive", PageActs::keepAlive),
                new Acts.Named("close", PageActs::close),
                new Acts.Named("pipelined", PageActs::pipelined),
                new Acts.Named("slow-reader", PageActs::slowReader),
                new Acts.Named("gzip", PageActs::gzip),
                new Acts.Named("file", PageActs::file));
    }

    private static void keepAlive(Client client) throws Exception {
        Visit visit = client.open();
        for (int left = client.between(1, 12); left > 0; left--) {
            client.asks();
            Response answer = visit.get("/hello");
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
        Visit visit = client.open();
        client.asks();
        assertText(visit.get("/hello", "Connection: close"), 200, HELLO);
        client.answered();
        visit.awaitEnd();
    }

    private static void pipelined(Client client) throws Exception {
        Visit visit = client.open();
        int requests = client.between(2, 8);
        for (int i = 0; i < requests; i++) {
            client.asks();
        }
        visit.send(RawConnection.head("GET", "/hello").repeat(requests));
        for (int i = 0; i < requests; i++) {
            Response answer = visit.read();
            assertText(answer, 200, HELLO);
            client.answered();
            if (answer.closes()) {
                return;
            }
        }
    }

    private static void slowReader(Client client) throws Exception {
        Visit visit = client.open(CHUNK);
        int bytes = client.between(1, 2_000_000);
        client.asks();
        visit.send(RawConnection.head("GET", "/big?bytes=" + bytes));
        String head = visit.readTo("\r\n\r\n");
        Content.assertStatusLine(head, 200);
        for (int read = 0; read < bytes; ) {
            int length = Math.min(bytes - read, client.between(1, 4 * CHUNK));
            assertPattern(visit.readBytes(length), read);
            read += length;
            client.pause(6);
        }
        client.answered();
    }

    private static void gzip(Client client) throws Exception {
        client.asks();
        Response answer = client.open().get("/hello", "Accept-Encoding: gzip");
        Content.assertStatus(200, answer.status());
        boolean packed = answer.header("Content-Encoding").filter("gzip"::equals).isPresent();
        String text = packed ? Content.gunzip(answer.body()) : answer.text();
        assertEquals("text", HELLO, text);
        client.answered();
    }

    private static void file(Client client) throws Exception {
        client.asks();
        Visit visit = client.open();
        int size = FILES[client.random().nextInt(FILES.length)];
        if (client.chance(0.5)) {
            Response answer = visit.get("/file/" + size);
            Content.assertStatus(200, answer.status());
            assertPattern(answer.body(), 0, size);
        } else {
            int from = client.between(0, size - 1);
            int to = client.between(from, size - 1);
            Response answer = visit.get("/file/" + size, "Range: bytes=" + from + "-" + to);
            Content.assertStatus(206, answer.status());
            assertPattern(answer.body(), from, to - from + 1);
        }
        client.answered();
    }
}

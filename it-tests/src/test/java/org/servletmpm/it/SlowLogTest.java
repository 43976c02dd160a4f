package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/** SlowRequestTime tells of a request while it hangs, and where. */
class SlowLogTest {

    /** Held: a logger that nobody holds loses its handlers. */
    private final Logger logger = Logger.getLogger("org.servletmpm.engine.SlowLog");

    private final Queue<String> entries = new ConcurrentLinkedQueue<>();

    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    entries.add(line.getLevel() + " " + line.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(handler);
    }

    private List<String> entriesOf(Server server) {
        return entries.stream().filter(e -> e.contains("port " + server.port() + ",")).toList();
    }

    /** It is looked for once a second: two and a half are two looks at least. */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void aSlowRequestIsLoggedOnceWithWhereItHangs(Cell cell) throws Exception {
        try (Server server = Server.withDirectives(cell, "SlowRequestTime=300ms");
                RawConnection slow = server.connect();
                RawConnection quick = server.connect()) {
            slow.request("/sleep?ms=2400");
            assertThat(quick.get("/sleep?ms=100").status()).as("%s", cell).isEqualTo(200);
            assertThat(slow.read().status()).as("%s", cell).isEqualTo(200);
            assertThat(entriesOf(server))
                    .as("%s: once, and nothing of the quick one", cell)
                    .singleElement()
                    .asString()
                    .startsWith("WARNING slow request on port " + server.port() + ", mpm-")
                    .containsPattern(
                            "-worker-\\d+, \\d{3,4} ms so far: GET /sleep\\?ms=2400 HTTP/1.1 from"
                                    + " 127.0.0.1\n\tat ")
                    .contains("\n\tat ", "Thread.sleep", "SleepServlet")
                    .contains("org.servletmpm.child.Worker.run");
        }
    }
}

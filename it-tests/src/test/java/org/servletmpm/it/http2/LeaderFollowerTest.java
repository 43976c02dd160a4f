package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.cell.SelectingThreads;

/** event: the worker that leads moves frames and runs short streams itself. */
class LeaderFollowerTest {

    /** What many short requests before have a connection taken for. */
    private static final int USED_TO_SHORT = 60;

    /**
     * With what lasts, fewer than Tomcat runs of one connection at once (its
     * maxConcurrentStreamExecution is 20): what it queues may wait until another one ends.
     */
    private static final int TOGETHER = 15;

    @TempDir static Path directory;

    private static void getInTurn(Http2Connection connection, String path) throws Exception {
        for (int n = 0; n < USED_TO_SHORT; n++) {
            assertThat(connection.get(path).answer().status()).isEqualTo(200);
        }
    }

    private static void getTogether(Http2Connection connection) throws Exception {
        List<Http2Stream> some = new ArrayList<>();
        for (int n = 0; n < TOGETHER; n++) {
            some.add(connection.get("/hello"));
        }
        for (Http2Stream each : some) {
            assertThat(each.answer().status()).isEqualTo(200);
        }
    }

    /** One after the other they need no second worker, and none at the continuation executor. */
    @ParameterizedTest
    @EnumSource(names = ".*_EVENT.*", mode = EnumSource.Mode.MATCH_ALL)
    void oneThreadSelectsMovesFramesAndRunsStreams(Http2Cell cell) throws Exception {
        Threads threads = new Threads();
        try (Http2Server server =
                        Http2Server.clear(directory, cell).servlet("/threads", threads).start();
                Http2Connection connection = Http2Connection.to(server)) {
            SelectingThreads.until(
                    () -> {
                        threads.seen.clear();
                        getInTurn(connection, "/threads");
                        return threads.seen.size() == 1 && SelectingThreads.isWorker(server.port());
                    });
            assertThat(threads.seen).allMatch(name -> name.contains("-worker-"));
        }
    }

    /** What comes after it with the same frames, later on its connection, and on another one. */
    @ParameterizedTest
    @EnumSource(names = ".*_EVENT.*", mode = EnumSource.Mode.MATCH_ALL)
    void noStreamWaitsForALongOne(Http2Cell cell) throws Exception {
        Lasts servlet = new Lasts();
        try (Http2Server server =
                        Http2Server.clear(directory, cell).servlet("/lasts", servlet).start();
                Http2Connection connection = Http2Connection.to(server);
                Http2Connection others = Http2Connection.to(server)) {
            SelectingThreads.until(
                    () -> {
                        servlet.over = new CountDownLatch(1);
                        getInTurn(others, "/hello");
                        getInTurn(connection, "/hello");
                        Http2Stream lasts = connection.get("/lasts");
                        getTogether(connection);
                        Http2Stream upload = connection.open("POST", "/upload", false);
                        getTogether(others);
                        upload.send(new byte[10], true);
                        assertThat(upload.answer().status()).isEqualTo(200);
                        assertThat(lasts.isAnswered()).isFalse();
                        boolean led = SelectingThreads.isLed(server.port(), "Lasts");
                        servlet.over.countDown();
                        assertThat(lasts.answer().status()).isEqualTo(200);
                        return led;
                    });
        } finally {
            servlet.over.countDown();
        }
    }

    /** Remembers where it runs. */
    private static final class Threads extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient Set<String> seen = ConcurrentHashMap.newKeySet();

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            seen.add(Thread.currentThread().getName());
        }
    }

    /** Lasts until the test says. */
    private static final class Lasts extends HttpServlet {
        private static final long serialVersionUID = 1;

        private transient volatile CountDownLatch over = new CountDownLatch(0);

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            response.getOutputStream().print("over");
        }
    }
}

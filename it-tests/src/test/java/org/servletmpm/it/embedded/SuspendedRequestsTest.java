package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** A request that waits for something outlives the child that took it. */
class SuspendedRequestsTest {

    @TempDir private Path base;

    private final BlockingQueue<AsyncContext> suspended = new LinkedBlockingQueue<>();

    private final class Waiting extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            if (request.getParameter("wait") == null) {
                response.getWriter().write(Thread.currentThread().getName());
                return;
            }
            AsyncContext context = request.startAsync();
            context.setTimeout(20_000);
            suspended.add(context);
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void aSuspendedRequestIsCompletedAfterItsChildWasAskedToLeave(Cell cell) throws Exception {
        boolean prefork = cell.is(Cell.Model.PREFORK);
        try (Deployment deployment =
                Deployment.start(
                        cell,
                        base,
                        "StartServers=" + (prefork ? 2 : 1),
                        "ThreadsPerChild=2",
                        "MaxRequestWorkers=" + (prefork ? 3 : 4),
                        "MaxConnectionsPerChild=3")) {
            deployment.deploy(new Waiting());
            int port = deployment.port();
            try (RawConnection waiting = RawConnection.open(port, false)) {
                waiting.request("/app/?wait");
                AsyncContext context = suspended.poll(10, TimeUnit.SECONDS);
                await(cell + ": a later child serves")
                        .atMost(Duration.ofSeconds(10))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> generation(port) > 0);
                if (cell.is(Cell.Model.EVENT)) {
                    await(cell + ": the child that took it is gone")
                            .atMost(Duration.ofSeconds(10))
                            .until(() -> noThreadOf("mpm-" + port + "-0.0-"));
                }
                context.getResponse().getWriter().write("at last");
                context.complete();
                Response answer = waiting.read();
                assertThat(answer.status()).as("%s", cell).isEqualTo(200);
                assertThat(answer.text()).as("%s", cell).isEqualTo("at last");
            }
        }
    }

    private static int generation(int port) throws IOException {
        try (RawConnection connection = RawConnection.open(port, false)) {
            String thread = connection.get("/app/", "Connection: close").text();
            return Integer.parseInt(thread.split("[.-]")[3]);
        }
    }

    private static boolean noThreadOf(String child) {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith(child));
    }
}

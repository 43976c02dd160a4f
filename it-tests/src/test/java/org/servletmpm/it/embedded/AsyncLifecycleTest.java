package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.RecordedAsyncEvents;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.Status;
import org.servletmpm.servlet.StatusServlet;

/**
 * An asynchronous request holds no more than its model needs, and its application hears of its end.
 */
class AsyncLifecycleTest {

    private static final int WORKERS = 5;

    @TempDir private Path base;

    private final BlockingQueue<AsyncContext> suspended = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    /** {@code status}, {@code within}, {@code chain?left=N}; any other path waits. */
    private final class Scripted extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient StatusServlet status = new StatusServlet();

        @Override
        public void init(ServletConfig config) throws ServletException {
            super.init(config);
            status.init(config);
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            String path = request.getRequestURI();
            if (path.endsWith("/status")) {
                status.service(request, response);
                return;
            }
            if (path.endsWith("/chain") && left(request) == 0) {
                response.getWriter().write("the end of the chain");
                return;
            }
            AsyncContext context = request.startAsync();
            context.setTimeout(20_000);
            if (path.endsWith("/chain")) {
                request.setAttribute("left", left(request) - 1);
                context.dispatch();
            } else if (path.endsWith("/within")) {
                response.getWriter().write("within");
                context.complete();
                told.add("returned");
            } else {
                context.addListener(new RecordedAsyncEvents(told));
                suspended.add(context);
            }
        }

        private static int left(HttpServletRequest request) {
            return request.getAttribute("left") instanceof Integer left
                    ? left
                    : Integer.parseInt(request.getParameter("left"));
        }
    }

    /** A hundred at once in event, on five workers; a bound one keeps its own. */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void aSuspendedRequestHoldsAWorkerOnlyInBoundModels(Cell cell) throws Exception {
        boolean event = cell.is(Cell.Model.EVENT);
        int clients = event ? 100 : WORKERS - 1;
        List<RawConnection> waiting = new ArrayList<>();
        try (Deployment deployment = deploy(cell)) {
            int port = deployment.port();
            for (int i = 0; i < clients; i++) {
                RawConnection client = RawConnection.open(port, false);
                waiting.add(client);
                client.request("/app/wait");
            }
            List<AsyncContext> contexts = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                contexts.add(suspended.poll(10, TimeUnit.SECONDS));
            }
            awaitBusy(cell, port, event ? 1 : clients + 1);
            for (AsyncContext context : contexts) {
                context.getResponse().getWriter().write("at last");
                context.complete();
            }
            for (RawConnection client : waiting) {
                assertThat(client.read().text()).as("%s", cell).isEqualTo("at last");
                client.close();
            }
            awaitBusy(cell, port, 1);
        } finally {
            for (RawConnection client : waiting) {
                client.close();
            }
        }
    }

    /** The bound thread waits with the connection anyway; a half-close is no end. */
    @EveryCell(
            over = Cell.Transport.PLAIN,
            models = {Cell.Model.PREFORK, Cell.Model.WORKER},
            holdsForStock = false)
    void aResetIsNoticedWhereAThreadWaits(Cell cell) throws Exception {
        try (Deployment deployment = deploy(cell)) {
            int port = deployment.port();
            for (String behind : new String[] {"", "GET /app/wait HTTP/1.1\r\n"}) {
                RawConnection client = RawConnection.open(port, false);
                client.request("/app/wait").send(behind);
                suspended.poll(10, TimeUnit.SECONDS);
                client.reset();
                assertThat(told.poll(10, TimeUnit.SECONDS)).as("%s", cell).isEqualTo("error");
                assertThat(told.poll(10, TimeUnit.SECONDS)).as("%s", cell).isEqualTo("complete");
                awaitBusy(cell, port, 1);
            }
            try (RawConnection client = RawConnection.open(port, false)) {
                client.request("/app/wait").halfClose();
                AsyncContext context = suspended.poll(10, TimeUnit.SECONDS);
                assertThat(hello(port)).as("%s", cell).isEqualTo(200);
                context.getResponse().getWriter().write("at last");
                context.complete();
                assertThat(client.read().text()).as("%s", cell).isEqualTo("at last");
            }
            assertThat(told.poll(10, TimeUnit.SECONDS)).as("%s", cell).isEqualTo("complete");
            assertThat(told).as("%s: told once", cell).isEmpty();
        }
    }

    /** Nobody asks the socket meanwhile: it is told of the end, once, as if nothing had been. */
    @EveryCell(over = Cell.Transport.PLAIN, containers = Cell.Container.TOMCAT)
    void aClientThatHasLeftIsNoticedAtTheAnswer(Cell cell) throws Exception {
        try (Deployment deployment = deploy(cell)) {
            int port = deployment.port();
            boolean isBound = !Cell.stock() && !cell.is(Cell.Model.EVENT);
            for (boolean reset : isBound ? new boolean[] {false} : new boolean[] {false, true}) {
                RawConnection client = RawConnection.open(port, false);
                client.request("/app/wait");
                AsyncContext context = suspended.poll(10, TimeUnit.SECONDS);
                if (reset) {
                    client.reset();
                } else {
                    client.close();
                }
                assertThat(hello(port)).as("%s", cell).isEqualTo(200);
                assertThat(told).as("%s", cell).isEmpty();
                context.getResponse().getWriter().write("too late");
                context.complete();
                assertThat(told.poll(10, TimeUnit.SECONDS)).as("%s", cell).isEqualTo("complete");
                if (!Cell.stock()) {
                    awaitBusy(cell, port, 1);
                }
                assertThat(told).as("%s: told once", cell).isEmpty();
            }
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, containers = Cell.Container.TOMCAT)
    void anEndBeforeTheServletReturnsIsTheEnd(Cell cell) throws Exception {
        try (Deployment deployment = deploy(cell);
                RawConnection client = RawConnection.open(deployment.port(), false)) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/app/within").text()).as("%s", cell).isEqualTo("within");
                assertThat(told.poll(10, TimeUnit.SECONDS)).as("%s", cell).isEqualTo("returned");
                assertThat(client.get("/app/chain?left=10").text())
                        .as("%s", cell)
                        .isEqualTo("the end of the chain");
            }
        }
    }

    /** Ended by a thread that is nobody's while the servlet is still busy: one answer, whole. */
    @EveryCell(over = Cell.Transport.PLAIN, containers = Cell.Container.TOMCAT)
    void anEndThatRacesWithTheReturnIsAnsweredOnce(Cell cell) throws Exception {
        Thread ender =
                new Thread(
                        () -> {
                            try {
                                while (true) {
                                    AsyncContext context = suspended.take();
                                    context.getResponse().getWriter().write("raced");
                                    context.complete();
                                }
                            } catch (InterruptedException | IOException ended) {
                                Thread.currentThread().interrupt();
                            }
                        });
        try (Deployment deployment = deploy(cell)) {
            ender.start();
            for (int connection = 0; connection < 5; connection++) {
                try (RawConnection client = RawConnection.open(deployment.port(), false)) {
                    // Fewer than a connection may have.
                    for (int i = 0; i < 90; i++) {
                        Response answer = client.get("/app/wait");
                        assertThat(answer.status()).as("%s: request %d", cell, i).isEqualTo(200);
                        assertThat(answer.text()).as("%s: request %d", cell, i).isEqualTo("raced");
                    }
                }
            }
        } finally {
            ender.interrupt();
            ender.join();
        }
    }

    private static int hello(int port) throws IOException {
        try (RawConnection connection = RawConnection.open(port, false)) {
            return connection.get("/app/chain?left=0", "Connection: close").status();
        }
    }

    private static void awaitBusy(Cell cell, int port, int workers) {
        await(cell + ": busy workers")
                .atMost(Duration.ofSeconds(8))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(status(port).busy()).isEqualTo(workers));
    }

    private static Status status(int port) throws IOException {
        try (RawConnection connection = RawConnection.open(port, false)) {
            return Status.parse(connection.get("/app/status?auto", "Connection: close").text());
        }
    }

    private Deployment deploy(Cell cell) throws Exception {
        boolean prefork = cell.is(Cell.Model.PREFORK);
        Deployment deployment =
                Deployment.start(
                        cell,
                        base,
                        "StartServers=" + (prefork ? WORKERS : 1),
                        "ThreadsPerChild=" + WORKERS,
                        "MaxRequestWorkers=" + WORKERS);
        deployment.deploy(new Scripted());
        return deployment;
    }
}

package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.CharArrayWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.valves.AccessLogValve;
import org.apache.catalina.valves.ErrorReportValve;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.it.client.RawConnection;

/**
 * The access log of our connector is that of Tomcat's own, line by line, for good requests and bad.
 */
class TomcatAccessLogTest {

    /**
     * Status, bytes, how the connection ends, and the request; then what differs: thread and time.
     */
    private static final String PATTERN = "%s %B %X %r|%I|%D";

    private static final int LARGE = 16 << 20;

    @TempDir private Path base;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private BlockingServlet gate;
    private EmbeddedTomcat tomcat;

    @BeforeEach
    void make() {
        gate = new BlockingServlet();
        tomcat =
                new EmbeddedTomcat(base)
                        .serve("/work", new Work())
                        .serve("/gate", gate)
                        .serve("/async", new Async());
        AccessLogValve valve = new Collecting();
        valve.setPattern(PATTERN);
        valve.setEnabled(true);
        tomcat.tomcat().getEngine().getPipeline().addValve(valve);
        ErrorReportValve pages = new ErrorReportValve();
        // A stack trace has our classes in it, and another length.
        pages.setShowReport(false);
        tomcat.tomcat().getHost().getPipeline().addValve(pages);
    }

    @AfterEach
    void close() throws Exception {
        gate.open();
        tomcat.close();
    }

    @Test
    void linesAreThoseOfTheStockConnector() throws Exception {
        List<String> stock = log("stock");
        assertThat(stock)
                .anyMatch(line -> line.startsWith("400 "))
                .anyMatch(line -> line.startsWith("500 "));
        for (String model : new String[] {"prefork", "worker", "event"}) {
            close();
            make();
            assertThat(log(model)).as(model).isEqualTo(stock);
        }
    }

    /** What is logged of requests of every kind, without threads and times. */
    private List<String> log(String model) throws Exception {
        Connector connector = tomcat.addWithFourThreads(model);
        tomcat.start();
        lines.clear();
        try (RawConnection client = EmbeddedTomcat.connect(connector)) {
            client.get("/work");
            client.get("/work?query=1");
            client.get("/nowhere");
            client.post("/work", new byte[5000]);
            client.get("/async");
            client.get("/async?dispatch");
            awaitLines(6);
            client.get("/work?fail");
        }
        awaitLines(7);
        try (RawConnection client = EmbeddedTomcat.connect(connector)) {
            client.get("/async?timeout");
        }
        awaitLines(8);
        bad(connector, "GARBAGE\r\n\r\n", 9);
        bad(connector, "GET /work HTTP/1.1\r\n\r\n", 10);
        bad(connector, "GET /work HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n", 11);
        bad(connector, "GET /w|rk HTTP/1.1\r\nHost: localhost\r\n\r\n", 12);
        bad(connector, "GET /work HTTP/9.9\r\nHost: localhost\r\n\r\n", 13);
        bad(connector, "GET /work?last HTTP/1.0\r\n\r\n", 14);
        // Half a request is none: nothing is logged.
        try (RawConnection half = EmbeddedTomcat.connect(connector)) {
            half.send("GET /work HT");
            half.halfClose().awaitEnd();
        }
        assertThat(lines)
                .as("%s: the thread that served", model)
                .allMatch(line -> line.matches(".*\\|" + threads(connector, model) + "\\|\\d+"));
        return lines.stream().map(line -> line.substring(0, line.indexOf('|'))).toList();
    }

    private static String threads(Connector connector, String model) {
        return model.equals("stock")
                ? "http-nio-.*-exec-\\d+"
                : "mpm-" + connector.getLocalPort() + "-\\d\\.0-worker-\\d";
    }

    private void bad(Connector connector, String request, int line) throws Exception {
        try (RawConnection client = EmbeddedTomcat.connect(connector)) {
            client.send(request).awaitEnd();
        }
        awaitLines(line);
    }

    private void awaitLines(int count) {
        await().untilAsserted(() -> assertThat(lines).hasSize(count));
    }

    /** Time runs from the request to its end; a client that has gone is told by %X. */
    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event", "stock"})
    void timeTakenAndClientsThatHaveGone(String model) throws Exception {
        Connector connector = tomcat.addWithFourThreads(model);
        tomcat.start();
        try (RawConnection client = EmbeddedTomcat.connect(connector).request("/gate")) {
            gate.awaitHeld(1);
            long began = System.nanoTime();
            await().until(() -> System.nanoTime() - began > 60_000_000);
            gate.letThrough(1);
            client.read();
        }
        awaitLines(1);
        String time = lines.get(0).replaceAll(".*\\|", "");
        assertThat(Long.parseLong(time))
                .as("%s: microseconds", model)
                .isBetween(60_000L, 10_000_000L);
        try (RawConnection client = EmbeddedTomcat.connect(connector).request("/work?large")) {
            client.readBytes(1000);
            client.reset();
        }
        awaitLines(2);
        String[] line = lines.get(1).split(" ");
        assertThat(line[0]).as(model).isEqualTo("200");
        assertThat(Integer.parseInt(line[1])).as("%s: bytes", model).isLessThan(LARGE);
        assertThat(line[2]).as("%s: aborted", model).isEqualTo("X");
    }

    @Test
    void aRefusedRequestIsLoggedAsTheOthersAre() throws Exception {
        Connector connector =
                tomcat.add(
                        "event",
                        "maxThreads",
                        "1",
                        "startServers",
                        "1",
                        "threadsPerChild",
                        "1",
                        "requestQueueTime",
                        "50ms");
        tomcat.start();
        try (RawConnection held = EmbeddedTomcat.connect(connector).request("/gate");
                RawConnection late = EmbeddedTomcat.connect(connector)) {
            gate.awaitHeld(1);
            assertThat(late.get("/work?late").status()).isEqualTo(503);
            awaitLines(1);
            assertThat(lines.get(0)).startsWith("503 ").contains(" GET /work?late HTTP/1.1|");
            gate.letThrough(1);
            held.read();
        }
    }

    private final class Collecting extends AccessLogValve {
        @Override
        public void log(CharArrayWriter message) {
            lines.add(message.toString());
        }

        @Override
        protected void open() {
            // No file.
        }
    }

    private static final class Work extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            String query = String.valueOf(request.getQueryString());
            request.getInputStream().readAllBytes();
            switch (query) {
                case "fail" -> throw new IllegalStateException("as asked");
                case "large" -> response.getOutputStream().write(new byte[LARGE]);
                default -> response.getWriter().write("done");
            }
        }
    }

    private static final class Async extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext context = request.startAsync();
            String query = String.valueOf(request.getQueryString());
            context.setTimeout(query.equals("timeout") ? 50 : 10_000);
            if (query.equals("dispatch")) {
                CompletableFuture.runAsync(() -> context.dispatch("/work"));
            } else if (!query.equals("timeout")) {
                CompletableFuture.runAsync(() -> complete(context));
            }
        }

        private static void complete(AsyncContext context) {
            try {
                context.getResponse().getWriter().write("later");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            context.complete();
        }
    }
}

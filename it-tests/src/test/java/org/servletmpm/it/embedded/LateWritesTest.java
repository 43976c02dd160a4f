package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * An application with a fault (one thread goes on writing while another completes the request)
 * harms its own clients: what it writes too late reaches no others, and theirs is not in its
 * answers. Tomcat's own connector, which it harms more, serves the same beside the models.
 */
class LateWritesTest {

    private static final int SECONDS = 4;
    private static final int CLIENTS = 3;
    private static final int LENGTH = 6000;

    /** Of each connector's. */
    private static final class Figures {
        final AtomicInteger wrong = new AtomicInteger();
        final AtomicInteger right = new AtomicInteger();
        final AtomicInteger faulty = new AtomicInteger();
        final AtomicInteger foreign = new AtomicInteger();

        @Override
        public String toString() {
            return "%s wrong and %s right answers beside %s faulty ones, of which %s held others' bytes"
                    .formatted(wrong, right, faulty, foreign);
        }
    }

    @TempDir private Path base;

    private final ExecutorService writers = Executors.newFixedThreadPool(8);

    private final class Faulty extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            AsyncContext async = request.startAsync();
            async.setTimeout(0);
            long micros = Long.parseLong(request.getParameter("us"));
            byte[] bytes = filled(Integer.parseInt(request.getParameter("n")), 'A');
            ServletOutputStream out = response.getOutputStream();
            writers.execute(() -> writeOn(out, bytes));
            writers.execute(() -> complete(async, micros));
        }
    }

    private static void writeOn(ServletOutputStream out, byte[] bytes) {
        try {
            for (int i = 0; i < 2000; i++) {
                out.write(bytes);
                if (i % 2 == 0) {
                    out.flush();
                }
            }
        } catch (IOException | RuntimeException tooLate) {
            // As it should be.
        }
    }

    private static void complete(AsyncContext async, long micros) {
        long end = System.nanoTime() + micros * 1000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        try {
            async.complete();
        } catch (RuntimeException ended) {
            // The writer has met the end of the connection before.
        }
    }

    private static final class Innocent extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.setContentLength(LENGTH);
            response.getOutputStream().write(filled(LENGTH, 'B'));
        }
    }

    private static byte[] filled(int length, char with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    @Test
    void lateWritesReachNoOtherClient() throws Exception {
        List<String> models = List.of("stock", "prefork", "worker", "event");
        List<Figures> figures = models.stream().map(model -> new Figures()).toList();
        try (EmbeddedTomcat tomcat = new EmbeddedTomcat(base);
                ClientThreads clientThreads = new ClientThreads()) {
            List<Connector> connectors = models.stream().map(model -> tomcat.add(model)).toList();
            tomcat.serve("/a", new Faulty()).serve("/b", new Innocent()).start();
            long end = System.nanoTime() + SECONDS * 1_000_000_000L;
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < models.size() * CLIENTS; i++) {
                Connector connector = connectors.get(i % models.size());
                Figures its = figures.get(i % models.size());
                Random random = new Random(i);
                clients.add(clientThreads.start(() -> asInnocent(connector, its, end)));
                clients.add(clientThreads.start(() -> asFaulty(connector, its, end, random)));
            }
            ClientThreads.join(clients);
        } finally {
            writers.shutdownNow();
        }
        Figures stock = figures.get(0);
        for (int i = 1; i < models.size(); i++) {
            Figures ours = figures.get(i);
            String both = "%s: %s; stock: %s".formatted(models.get(i), ours, stock);
            int faulty = ours.faulty.get();
            assertThat(ours.right.get()).as(both).isPositive();
            assertThat(faulty).as(both).isPositive();
            // Stock has about 10 in a hundred of the former, and 1 of the latter.
            assertThat(ours.wrong.get()).as(both).isLessThanOrEqualTo(1 + faulty / 100);
            assertThat(ours.foreign.get()).as(both).isLessThanOrEqualTo(2 + faulty * 3 / 100);
        }
    }

    private static Void asInnocent(Connector connector, Figures figures, long end)
            throws IOException {
        byte[] expected = filled(LENGTH, 'B');
        while (System.nanoTime() < end) {
            try (RawConnection connection = EmbeddedTomcat.connect(connector)) {
                boolean right = true;
                while (right && System.nanoTime() < end && connection.request("/b").isAnswered()) {
                    Response answer = connection.read();
                    right = answer.status() == 200 && Arrays.equals(answer.body(), expected);
                    (right ? figures.right : figures.wrong).incrementAndGet();
                }
            } catch (IOException | RuntimeException notHttp) {
                figures.wrong.incrementAndGet();
            }
        }
        return null;
    }

    private static Void asFaulty(Connector connector, Figures figures, long end, Random random)
            throws IOException {
        int[] lengths = {10, 500, 5000, 9000};
        while (System.nanoTime() < end) {
            try (RawConnection connection = EmbeddedTomcat.connect(connector)) {
                boolean ended = false;
                do {
                    int micros = 20 + random.nextInt(580);
                    int length = lengths[random.nextInt(lengths.length)];
                    connection.request("/a?us=" + micros + "&n=" + length);
                    figures.faulty.incrementAndGet();
                    String answer = whatCame(connection);
                    if (answer.contains("BBBB")) {
                        figures.foreign.incrementAndGet();
                    }
                    ended = answer.endsWith("0\r\n\r\n");
                } while (ended && System.nanoTime() < end);
            } catch (IOException | RejectedExecutionException ended) {
                // Its own clients may meet anything.
            }
        }
        return null;
    }

    /** Up to the last chunk, the end, or a moment without more. */
    private static String whatCame(RawConnection connection) throws IOException {
        connection.socket().setSoTimeout(50);
        InputStream in = connection.socket().getInputStream();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[65_536];
        String last = "";
        try {
            for (int n = in.read(some); n > 0 && !last.endsWith("0\r\n\r\n"); ) {
                all.write(some, 0, n);
                last = new String(some, 0, n, StandardCharsets.ISO_8859_1);
                n = last.endsWith("0\r\n\r\n") ? 0 : in.read(some);
            }
        } catch (SocketTimeoutException noMore) {
            // Some of these answers have no end.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }
}

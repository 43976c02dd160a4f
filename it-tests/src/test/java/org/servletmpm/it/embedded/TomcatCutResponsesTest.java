package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.RawConnection.Ending;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.tls.CertificateAuthority;
import org.servletmpm.it.tls.Identity;

/**
 * A client that gets a part of a response never takes it for the whole: a response without length
 * is chunked whatever its header says, and where its client knows no chunks, a cut is a reset.
 */
class TomcatCutResponsesTest {

    private static final int PART = 10_000;

    @TempDir private Path base;

    /** What the requests on a port wait for that begin in a drain. */
    private final Map<Integer, CountDownLatch> draining = new ConcurrentHashMap<>();

    private final CountDownLatch end = new CountDownLatch(1);

    private final class Cut extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            try {
                answer(request.getQueryString(), request, response);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }

        private void answer(String how, HttpServletRequest request, HttpServletResponse response)
                throws IOException, InterruptedException {
            if (how.equals("closes")) {
                response.setHeader("Connection", "close");
            } else if (how.equals("drains")) {
                drained(request.getLocalPort()).await();
            }
            ServletOutputStream out = response.getOutputStream();
            out.write(new byte[PART]);
            if (how.equals("whole")) {
                return;
            }
            out.flush();
            switch (how) {
                case "times-out" -> request.startAsync().setTimeout(100);
                case "stops" -> end.await();
                case "blocks" -> writeForEver(out);
                default -> throw new IllegalStateException("it fails on purpose");
            }
        }
    }

    private static void writeForEver(ServletOutputStream out) throws IOException {
        while (true) {
            out.write(new byte[PART]);
        }
    }

    private CountDownLatch drained(int port) {
        return draining.computeIfAbsent(port, any -> new CountDownLatch(1));
    }

    @Test
    void aCutResponseDoesNotLookWhole() throws Exception {
        Identity identity =
                new CertificateAuthority("Servers").issue("localhost", CertificateAuthority.Key.EC);
        try (EmbeddedTomcat tomcat = new EmbeddedTomcat(base).serve("/cut", new Cut());
                ClientThreads clientThreads = new ClientThreads()) {
            List<Scenario> scenarios = new ArrayList<>();
            for (String model : List.of("prefork", "worker", "event")) {
                for (boolean tls : new boolean[] {false, true}) {
                    Connector connector =
                            tomcat.add(
                                    model,
                                    "connectionTimeout",
                                    "1000",
                                    "gracefulShutdownTimeout",
                                    "2");
                    if (tls) {
                        speakTls(connector, identity);
                    }
                    scenarios.add(new Scenario(connector, tls, model + (tls ? " over TLS" : "")));
                }
            }
            tomcat.start();
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                all.add(clientThreads.start(() -> scenario.run(clientThreads)));
            }
            try {
                for (CompletableFuture<Void> each : all) {
                    each.get(40, TimeUnit.SECONDS);
                }
            } finally {
                end.countDown();
            }
        }
    }

    private static void speakTls(Connector connector, Identity identity) throws Exception {
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
        certificate.setCertificateKeystore(identity.keyStore());
        certificate.setCertificateKeystorePassword(Identity.PASSWORD);
        host.addCertificate(certificate);
        connector.setProperty("SSLEnabled", "true");
        connector.setScheme("https");
        connector.setSecure(true);
        connector.addSslHostConfig(host);
    }

    /** What is asked of one connector. */
    private final class Scenario {
        private final Connector connector;
        private final boolean tls;
        private final String name;

        Scenario(Connector connector, boolean tls, String name) {
            this.connector = connector;
            this.tls = tls;
            this.name = name;
        }

        Void run(ClientThreads clientThreads) throws Exception {
            try (RawConnection blocked = ask("blocks", "HTTP/1.0")) {
                for (String how : List.of("closes", "fails", "times-out")) {
                    assertChunkedAndCut(how, ask(how, "HTTP/1.1"));
                    assertReset(how, ask(how, "HTTP/1.0"));
                }
                try (RawConnection whole = ask("whole", "HTTP/1.0")) {
                    assertThat(whole.awaitEnd()).as(name).isEqualTo(Ending.CLOSED);
                }
                await(name + ": the write timeout of who does not read")
                        .until(() -> connections() == 0);
                assertReset("blocks", blocked);
            }
            assertCutByTheStop(clientThreads);
            return null;
        }

        private void assertCutByTheStop(ClientThreads clientThreads) throws Exception {
            int port = connector.getLocalPort();
            RawConnection drains = ask("drains", "HTTP/1.1");
            RawConnection stops = ask("stops", "HTTP/1.1");
            RawConnection resets = ask("stops", "HTTP/1.0");
            assertThat(stops.isAnswered() && resets.isAnswered()).as(name).isTrue();
            CompletableFuture<Void> stop = clientThreads.start(this::stop);
            await(name + ": the drain has begun").until(() -> isRefused(port));
            drained(port).countDown();
            assertChunkedAndCut("drains", drains);
            assertChunkedAndCut("stops", stops);
            assertReset("stops", resets);
            stop.get(20, TimeUnit.SECONDS);
        }

        private Void stop() throws Exception {
            connector.getProtocolHandler().closeServerSocketGraceful();
            connector.stop();
            return null;
        }

        private int connections() {
            return Integer.parseInt(connector.getProperty("connectionCount").toString());
        }

        private RawConnection ask(String how, String protocol) throws IOException {
            String head = "GET /cut?" + how + " " + protocol + "\r\nHost: localhost\r\n\r\n";
            return RawConnection.open(connector.getLocalPort(), tls).send(head);
        }

        private void assertReset(String how, RawConnection connection) throws IOException {
            try (connection) {
                assertThat(connection.awaitEnd())
                        .as("%s: %s, for a client of HTTP/1.0", name, how)
                        .isEqualTo(Ending.RESET);
            }
        }

        private void assertChunkedAndCut(String how, RawConnection connection) throws IOException {
            String what = name + ": " + how;
            try (connection) {
                Response header = connection.readHeader();
                assertThat(header.status()).as(what).isEqualTo(200);
                assertThat(header.header("Transfer-Encoding")).as(what).contains("chunked");
                assertThat(header.closes())
                        .as(what)
                        .isEqualTo(how.equals("closes") || how.equals("drains"));
                assertThatThrownBy(
                                () -> {
                                    while (connection.readChunk().length > 0) {
                                        // Up to the end of the part.
                                    }
                                })
                        .as(what)
                        .isInstanceOf(EOFException.class);
            }
        }
    }

    private static boolean isRefused(int port) {
        try {
            RawConnection.open(port, false).close();
            return false;
        } catch (IOException refused) {
            return true;
        }
    }
}

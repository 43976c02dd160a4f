package org.servletmpm.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Origin;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.jetty.MpmServerConnector;

/**
 * A response that is cut does not look whole to its client, whoever cuts it: over HTTP/1.1 it has
 * chunks although its connection ends with it, over HTTP/1.0 it ends with a reset. Jetty's.
 */
class CutResponsesTest {

    /** More than the socket takes, less than event keeps; and more than that. */
    private static final int COMPLETE = 250_000;

    private static final int ENDLESS = 20_000_000;

    private final Server server = new Server();

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private static final class Cutting extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            String size = request.getParameter("size");
            response.getOutputStream().write(new byte[size == null ? 10_000 : number(size)]);
            response.flushBuffer();
            switch (request.getPathInfo()) {
                case "/throws" -> throw new IllegalStateException("as asked for");
                case "/waits" -> {
                    AsyncContext async = request.startAsync();
                    async.setTimeout(0);
                }
                default -> {
                    // That was all.
                }
            }
        }

        private static int number(String text) {
            return Integer.parseInt(text);
        }
    }

    private MpmServerConnector connector(String model, SslContextFactory.Server tls) {
        MpmServerConnector connector = new MpmServerConnector(server, tls);
        Directives.Builder directives = Directives.builder();
        directives.set("MaxKeepAliveRequests", "1", Origin.of("test"));
        directives.set("SendBufferSize", "16384", Origin.of("test"));
        directives.set("WriteCompletionBuffer", "262144", Origin.of("test"));
        directives.set("StartServers", model.equals("prefork") ? "12" : "1", Origin.of("test"));
        directives.set("MaxSpareServers", "12", Origin.of("test"));
        connector.setDirectives(directives);
        connector.setMpm(model);
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(800);
        server.addConnector(connector);
        return connector;
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void aCutResponseDoesNotLookWhole(String model) throws Exception {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(
                new CertificateAuthority("Servers")
                        .issue("localhost", CertificateAuthority.Key.EC)
                        .keyStore());
        tls.setKeyStorePassword(Identity.PASSWORD);
        List<MpmServerConnector> connectors =
                List.of(connector(model, null), connector(model, tls));
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(new Cutting());
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
        List<Cut> cuts = new ArrayList<>();
        try {
            for (String target :
                    List.of("/throws", "/slow?size=" + COMPLETE, "/slow?size=" + ENDLESS)) {
                cuts(model, target, connectors, cuts);
            }
            await(model + ": all are cut")
                    .atMost(Duration.ofSeconds(15))
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(connected(connectors)).isEmpty());
            for (MpmServerConnector connector : connectors) {
                connector.setIdleTimeout(30_000);
            }
            cuts(model, "/waits", connectors, cuts);
            for (Cut cut : cuts.subList(cuts.size() - 4, cuts.size())) {
                assertThat(cut.connection.isAnswered()).as("%s", cut.what).isTrue();
            }
            server.stop();
            for (Cut cut : cuts) {
                cut.assertSeen();
            }
        } finally {
            for (Cut cut : cuts) {
                cut.connection.close();
            }
        }
    }

    private static List<EndPoint> connected(List<MpmServerConnector> connectors) {
        return connectors.stream().flatMap(c -> c.getConnectedEndPoints().stream()).toList();
    }

    private static void cuts(
            String model, String target, List<MpmServerConnector> connectors, List<Cut> cuts)
            throws IOException {
        for (boolean secure : new boolean[] {false, true}) {
            for (String version : new String[] {"1.0", "1.1"}) {
                cuts.add(new Cut(model, target, secure, version, connectors.get(secure ? 1 : 0)));
            }
        }
    }

    private static final class Cut {
        private final String what;
        private final boolean chunked;
        private final RawConnection connection;

        Cut(
                String model,
                String target,
                boolean secure,
                String version,
                MpmServerConnector connector)
                throws IOException {
            what = model + (secure ? " TLS" : " plain") + " HTTP/" + version + " " + target;
            chunked = version.equals("1.1");
            connection = RawConnection.open(connector.getLocalPort(), secure, 16 << 10);
            connection.send("GET " + target + " HTTP/" + version + "\r\nHost: localhost\r\n\r\n");
        }

        void assertSeen() throws IOException {
            Response header = connection.readHeader();
            assertThat(header.status()).as(what).isEqualTo(200);
            assertThat(header.header("Transfer-Encoding").isPresent())
                    .as("%s: chunked", what)
                    .isEqualTo(chunked);
            assertThatThrownBy(this::readOn, what)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }

        private void readOn() throws IOException {
            if (chunked) {
                byte[] chunk;
                do {
                    chunk = connection.readChunk();
                } while (chunk.length > 0);
            } else {
                connection.readBytes(Integer.MAX_VALUE);
            }
        }
    }
}

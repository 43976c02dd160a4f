package org.servletmpm.it.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.TrustingTls;
import org.servletmpm.it.tls.CertificateAuthority;
import org.servletmpm.it.tls.Identity;
import org.servletmpm.servlet.StatusServlet;

/** Behind a proxy, application and status page see the client's address. */
class AddressesTest {

    private static final String V1 = "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n";

    /** PROXY v2, TCP over IPv4: the same addresses and ports. */
    private static final byte[] V2 =
            HexFormat.of()
                    .parseHex(
                            "0d0a0d0a000d0a515549540a"
                                    + "2111000c"
                                    + "c0000207"
                                    + "c6336401"
                                    + "1267"
                                    + "01bb");

    private static final String SEEN = "192.0.2.7:4711 198.51.100.1:443 ";

    private static Handler addresses() {
        return AnsweringHandler.by(
                (q, r, c) ->
                        Content.Sink.write(
                                r,
                                true,
                                String.format(
                                        "%s:%d %s:%d %s",
                                        Request.getRemoteAddr(q),
                                        Request.getRemotePort(q),
                                        Request.getLocalAddr(q),
                                        Request.getLocalPort(q),
                                        q.isSecure()),
                                c));
    }

    @ParameterizedTest
    @EnumSource
    void theProxyProtocolGivesTheClientAddress(ConnectorKind over) throws Exception {
        try (TestJetty jetty =
                new TestJetty(
                                over,
                                addresses(),
                                new ProxyConnectionFactory(),
                                new HttpConnectionFactory())
                        .start()) {
            try (RawConnection one = jetty.open().send(V1);
                    RawConnection two = jetty.open().send(V2);
                    RawConnection pieces = jetty.open().send(V2, 0, 5)) {
                assertThat(one.get("/").text()).as("%s v1", over).isEqualTo(SEEN + "false");
                assertThat(one.get("/").text()).as("%s again", over).isEqualTo(SEEN + "false");
                assertThat(two.get("/").text()).as("%s v2", over).isEqualTo(SEEN + "false");
                ByteArrayOutputStream rest = new ByteArrayOutputStream();
                rest.write(V2, 5, V2.length - 5);
                rest.writeBytes(RawConnection.head("GET", "/").getBytes(StandardCharsets.US_ASCII));
                assertThat(pieces.send(rest.toByteArray()).read().text())
                        .as("%s in pieces", over)
                        .isEqualTo(SEEN + "false");
            }
            try (RawConnection wrong = jetty.open().send("PROXY NONSENSE\r\n")) {
                wrong.awaitEnd();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theProxyProtocolBeforeTlsGivesTheClientAddress(ConnectorKind over) throws Exception {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(
                new CertificateAuthority("it")
                        .issue("localhost", CertificateAuthority.Key.EC)
                        .keyStore());
        tls.setKeyStorePassword(Identity.PASSWORD);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        try (TestJetty jetty =
                new TestJetty(
                                over,
                                addresses(),
                                new ProxyConnectionFactory("ssl"),
                                new SslConnectionFactory(tls, "http/1.1"),
                                new HttpConnectionFactory(configuration))
                        .start()) {
            for (byte[] header : new byte[][] {V1.getBytes(StandardCharsets.US_ASCII), V2}) {
                try (RawConnection client =
                        RawConnection.open(jetty.port(), 0, tcp -> tlsAfter(header, tcp))) {
                    assertThat(client.get("/").text()).as("%s", over).isEqualTo(SEEN + "true");
                    assertThat(client.get("/").text()).as("%s", over).isEqualTo(SEEN + "true");
                }
            }
        }
    }

    private static Socket tlsAfter(byte[] header, Socket tcp) {
        try {
            tcp.getOutputStream().write(header);
            return TrustingTls.context()
                    .getSocketFactory()
                    .createSocket(tcp, "localhost", tcp.getPort(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void forwardedHeadersGiveTheClientAddress(ConnectorKind over) throws Exception {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.addCustomizer(new ForwardedRequestCustomizer());
        try (TestJetty jetty =
                        new TestJetty(over, addresses(), new HttpConnectionFactory(configuration))
                                .start();
                RawConnection client = jetty.open()) {
            assertThat(client.get("/", "Forwarded: for=\"192.0.2.7:4711\";proto=https").text())
                    .as("%s", over)
                    .startsWith("192.0.2.7:4711 ")
                    .endsWith(" true");
            assertThat(client.get("/", "X-Forwarded-For: 192.0.2.8").text())
                    .as("%s", over)
                    .startsWith("192.0.2.8:");
            assertThat(client.get("/").text()).as("%s", over).startsWith("127.0.0.1:");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STOCK")
    void theStatusPageShowsTheClientBehindTheProxy(ConnectorKind over) throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new StatusServlet()), "/status");
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.addCustomizer(new ForwardedRequestCustomizer());
        try (TestJetty jetty =
                new TestJetty(
                                over,
                                context,
                                new ProxyConnectionFactory(),
                                new HttpConnectionFactory(configuration))
                        .start()) {
            try (RawConnection proxied = jetty.open().send(V1.replace("192.0.2.7", "127.0.0.7"))) {
                assertThat(proxied.get("/status").text()).as("%s", over).contains("127.0.0.7");
                assertThat(proxied.get("/status", "X-Forwarded-For: 127.0.0.8").text())
                        .as("%s", over)
                        .contains("127.0.0.8");
            }
        }
    }
}

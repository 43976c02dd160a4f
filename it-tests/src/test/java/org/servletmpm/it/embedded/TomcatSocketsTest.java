package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.cell.Cell;

/** Where a connector listens, and from when to when. */
class TomcatSocketsTest {

    private static final String ANSWER = "HTTP/1.1 200";

    @TempDir Path base;

    private AttributedTomcat tomcat(Cell.Model model) {
        return new AttributedTomcat(base, model)
                .servlet("/hello", (request, response) -> response.getWriter().write("hello"));
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void bothFamiliesOrTheOneThatIsWritten(Cell.Model model) throws Exception {
        InetAddress four = InetAddress.getByName("127.0.0.1");
        InetAddress six = InetAddress.getByName("::1");
        assumeTrue(NetworkInterface.getByInetAddress(six) != null, "no IPv6 here");
        try (AttributedTomcat tomcat =
                tomcat(model)
                        .with("any")
                        .with("four", "address=127.0.0.1")
                        .with("six", "address=::1")
                        .start()) {
            int any = tomcat.port("any");
            assertThat(ask(new InetSocketAddress(four, any))).as("%s", model).startsWith(ANSWER);
            assertThat(ask(new InetSocketAddress(six, any))).as("%s", model).startsWith(ANSWER);
            int onlyFour = tomcat.port("four");
            assertThat(ask(new InetSocketAddress(four, onlyFour))).startsWith(ANSWER);
            assertRefused(new InetSocketAddress(six, onlyFour));
            int onlySix = tomcat.port("six");
            assertThat(ask(new InetSocketAddress(six, onlySix))).startsWith(ANSWER);
            assertRefused(new InetSocketAddress(four, onlySix));
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void thePortIsBoundFromInitToDestroyOrFromStartToStop(Cell.Model model) throws Exception {
        try (AttributedTomcat tomcat =
                tomcat(model)
                        .with("init", "address=127.0.0.1")
                        .with("start", "address=127.0.0.1", "bindOnInit=false")
                        .start()) {
            Connector init = tomcat.connector("init");
            int bound = init.getLocalPort();
            init.stop();
            assertThat(init.getLocalPort()).as("%s: still bound", model).isEqualTo(bound);
            init.start();
            assertThat(init.getLocalPort()).as("%s: the same socket", model).isEqualTo(bound);
            assertThat(ask(new InetSocketAddress("127.0.0.1", bound))).startsWith(ANSWER);

            Connector start = tomcat.connector("start");
            int first = start.getLocalPort();
            assertThat(ask(new InetSocketAddress("127.0.0.1", first))).startsWith(ANSWER);
            start.stop();
            assertThat(start.getLocalPort()).as("%s: not bound", model).isEqualTo(-1);
            assertRefused(new InetSocketAddress("127.0.0.1", first));
            start.start();
            assertThat(ask(new InetSocketAddress("127.0.0.1", start.getLocalPort())))
                    .as("%s: started again", model)
                    .startsWith(ANSWER);
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void aUnixDomainSocketWithItsPermissions(Cell.Model model) throws Exception {
        Path init = Files.createTempDirectory("mpm").resolve("init");
        Path start = init.resolveSibling("start");
        try (AttributedTomcat tomcat =
                tomcat(model)
                        .with("init", "unixDomainSocketPath=" + init)
                        .with(
                                "start",
                                "bindOnInit=false",
                                "unixDomainSocketPath=" + start,
                                "unixDomainSocketPathPermissions=rw-rw----")
                        .start()) {
            assertThat(ask(UnixDomainSocketAddress.of(init))).startsWith(ANSWER).endsWith("hello");
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(start);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(start)))
                    .as("%s", model)
                    .isEqualTo("rw-rw----");
            assertThat(ask(address)).as("%s", model).startsWith(ANSWER).endsWith("hello");
            assertThat(ask(address)).as("%s: another client", model).startsWith(ANSWER);
            Connector connector = tomcat.connector("start");
            connector.getProtocolHandler().closeServerSocketGraceful();
            connector.stop();
            assertThat(start).as("%s: after a graceful stop", model).doesNotExist();
            connector.start();
            assertThat(ask(address)).as("%s: started again", model).startsWith(ANSWER);
        }
        assertThat(init.getParent()).as("%s: left after the stop", model).isEmptyDirectory();
        Files.delete(init.getParent());
    }

    private static void assertRefused(InetSocketAddress address) {
        assertThatThrownBy(() -> ask(address)).isInstanceOf(ConnectException.class);
    }

    /** All of the answer to one request. */
    private static String ask(SocketAddress address) throws IOException {
        String request = "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        try (SocketChannel client = SocketChannel.open(address)) {
            client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            return new String(
                    Channels.newInputStream(client).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}

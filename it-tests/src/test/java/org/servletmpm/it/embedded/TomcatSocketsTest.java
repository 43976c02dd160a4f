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
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.cell.Cell;

/** A connector listens on the configured addresses, from bind to unbind. */
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
        try (AttributedTomcat tomcat = tomcat(model).with("any").start()) {
            int any = tomcat.port("any");
            assertThat(ask(new InetSocketAddress(four, any))).as("%s", model).startsWith(ANSWER);
            assertThat(ask(new InetSocketAddress(six, any))).as("%s", model).startsWith(ANSWER);
        }
        assertListensOn(model, four, six);
        assertListensOn(model, six, four);
    }

    /** One after the other: the kernel may give both groups the same free port. */
    private void assertListensOn(Cell.Model model, InetAddress address, InetAddress elsewhere)
            throws Exception {
        try (AttributedTomcat tomcat =
                tomcat(model).with("one", "address=" + address.getHostAddress()).start()) {
            int port = tomcat.port("one");
            assertThat(ask(new InetSocketAddress(address, port))).startsWith(ANSWER);
            assertRefused(new InetSocketAddress(elsewhere, port));
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

    /** What a killed server leaves is taken over, and nothing else. */
    @Test
    void aUnixDomainSocketThatNobodyListensOnIsTakenOver() throws Exception {
        Path path = Files.createTempDirectory("mpm").resolve("socket");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(address);
            assertThatThrownBy(() -> tomcatOn(path).start().close()).as("still listens");
            assertThat(path).exists();
            SocketChannel.open(address).close();
        }
        assertThat(path).as("left behind").exists();
        try (AttributedTomcat tomcat = tomcatOn(path).start()) {
            assertThat(ask(address)).startsWith(ANSWER);
            assertThat(tomcat.connector("unix").getState().isAvailable()).isTrue();
        }
        Files.writeString(path, "somebody's file");
        assertThatThrownBy(() -> tomcatOn(path).start().close()).as("no socket");
        assertThat(path).hasContent("somebody's file");
        Files.delete(path);
        Files.delete(path.getParent());
    }

    private AttributedTomcat tomcatOn(Path path) throws Exception {
        return tomcat(Cell.Model.EVENT).with("unix", "unixDomainSocketPath=" + path);
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

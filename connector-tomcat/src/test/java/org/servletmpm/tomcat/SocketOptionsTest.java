package org.servletmpm.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.tomcat.util.net.NioChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written about sockets reaches the sockets. */
class SocketOptionsTest {

    @TempDir Path base;

    @Test
    void attributesReachTheAcceptedSocket() throws Exception {
        try (var tomcat =
                        EmbeddedTomcat.with(
                                base,
                                "tcpNoDelay=false",
                                "connectionLinger=7",
                                "socket.soKeepAlive=true",
                                "socket.txBufSize=30000",
                                "socket.rxBufSize=20000",
                                "socket.appReadBufSize=3000");
                Socket client = connect(tomcat)) {
            assertThat(client.isConnected()).isTrue();
            NioChannel accepted = accepted(tomcat);
            SocketChannel socket = accepted.getIOChannel();
            assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
            assertThat(socket.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(7);
            assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            assertThat(socket.getOption(StandardSocketOptions.SO_SNDBUF)).isBetween(30_000, 60_000);
            assertThat(socket.getOption(StandardSocketOptions.SO_RCVBUF)).isBetween(20_000, 40_000);
            assertThat(accepted.getBufHandler().getReadBuffer().capacity())
                    .as("nothing has come")
                    .isZero();
            client.getOutputStream().write("GET".getBytes(StandardCharsets.US_ASCII));
            await().untilAsserted(
                            () ->
                                    assertThat(accepted.getBufHandler().getReadBuffer().capacity())
                                            .isEqualTo(3000));
        }
    }

    @Test
    void directivesComeBeforeThem() throws Exception {
        try (var tomcat =
                        EmbeddedTomcat.with(
                                base,
                                "socket.txBufSize=90000",
                                "socket.rxBufSize=80000",
                                "sendBufferSize=30000",
                                "receiveBufferSize=20000");
                Socket client = connect(tomcat)) {
            assertThat(client.isConnected()).isTrue();
            SocketChannel socket = accepted(tomcat).getIOChannel();
            assertThat(socket.getOption(StandardSocketOptions.SO_SNDBUF)).isLessThan(90_000);
            assertThat(socket.getOption(StandardSocketOptions.SO_RCVBUF)).isLessThan(80_000);
        }
    }

    @Test
    void nobodyWroteAnythingAndTheyAreTomcats() throws Exception {
        try (var tomcat = EmbeddedTomcat.with(base);
                Socket client = connect(tomcat)) {
            assertThat(client.isConnected()).isTrue();
            SocketChannel socket = accepted(tomcat).getIOChannel();
            assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
            assertThat(socket.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(-1);
            assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isFalse();
        }
    }

    private static Socket connect(EmbeddedTomcat tomcat) throws Exception {
        return new Socket(InetAddress.getByName("127.0.0.1"), tomcat.connector().getLocalPort());
    }

    private static NioChannel accepted(EmbeddedTomcat tomcat) {
        MpmEndpoint endpoint = tomcat.protocol().mpm();
        return await().until(
                        () -> endpoint.getConnections().stream().findFirst(), o -> o.isPresent())
                .orElseThrow()
                .getSocket();
    }
}

package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.demo.DemoServer;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.UnixConnection;

/** A server listens on a Unix domain socket and on IPv6 addresses. */
class AddressesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir private Path directory;

    @EveryCell(over = Cell.Transport.PLAIN, containers = Cell.Container.TOMCAT)
    void aUnixDomainSocketServesUntilTheStop(Cell cell) throws Exception {
        Path path = directory.resolve("demo.sock");
        try (DemoServer server = start(cell, "--unix-socket", path.toString())) {
            assertTimeoutPreemptively(PATIENCE, () -> assertServes(cell, path));
            server.stop();
            assertThat(path).as("%s: after the stop", cell).doesNotExist();
        }
        try (DemoServer again = start(cell, "--unix-socket", path.toString())) {
            try (UnixConnection connection = UnixConnection.open(path)) {
                assertThat(connection.get("/hello").status()).as("%s", cell).isEqualTo(200);
            }
            again.stop();
            assertThat(path).as("%s", cell).doesNotExist();
        }
    }

    private static void assertServes(Cell cell, Path path) throws Exception {
        try (UnixConnection connection = UnixConnection.open(path);
                ClientThreads clientThreads = new ClientThreads()) {
            for (int i = 0; i < 3; i++) {
                assertThat(connection.get("/hello").status()).as("%s: kept", cell).isEqualTo(200);
            }
            byte[] body = "0123456789".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
            CompletableFuture<Response> echo = clientThreads.start(connection::read);
            connection.send(
                    RawConnection.head("POST", "/echo", "Content-Length: " + body.length)
                            .getBytes(StandardCharsets.US_ASCII));
            connection.send(body);
            assertThat(echo.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).body())
                    .as("%s", cell)
                    .isEqualTo(body);
            assertThat(connection.get("/async?ms=5").text()).isEqualTo("async complete\n");
            if (!Cell.stock()) {
                String status = connection.get("/server-status").text();
                assertThat(status).as("%s: where it listens", cell).contains(path.toString());
            }
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN)
    void anIpv6AddressIsListenedOn(Cell cell) throws Exception {
        InetAddress loopback = ipv6Loopback();
        try (DemoServer server = start(cell, "--port", "0", "--address", "::1")) {
            assertHello(cell, loopback, server.port());
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN)
    void theAnyAddressOfIpv6IsThatOfIpv4Too(Cell cell) throws Exception {
        InetAddress loopback = ipv6Loopback();
        try (DemoServer server = start(cell, "--port", "0", "--address", "::")) {
            assertHello(cell, loopback, server.port());
            assertHello(cell, InetAddress.getByName("127.0.0.1"), server.port());
        }
    }

    private static void assertHello(Cell cell, InetAddress address, int port) throws IOException {
        try (RawConnection connection = RawConnection.open(address, port)) {
            for (int i = 0; i < 2; i++) {
                assertThat(connection.get("/hello").status())
                        .as("%s on %s", cell, address)
                        .isEqualTo(200);
            }
        }
    }

    private static InetAddress ipv6Loopback() throws IOException {
        boolean configured =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .anyMatch(a -> a instanceof Inet6Address && a.isLoopbackAddress());
        assumeTrue(configured, "this machine has no ::1");
        return InetAddress.getByName("::1");
    }

    private static DemoServer start(Cell cell, String... where) throws Exception {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--container", cell.container().name().toLowerCase(Locale.ROOT)));
        arguments.addAll(List.of("--model", cell.model().name().toLowerCase(Locale.ROOT)));
        if (Cell.stock()) {
            arguments.add("--stock");
        }
        arguments.addAll(List.of(where));
        return DemoServer.start(arguments.toArray(String[]::new));
    }
}

package org.servletmpm.it.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads sockets and descriptors from Linux; scenarios that need it are skipped elsewhere. */
public final class Kernel {

    private static final String ESTABLISHED = "01";
    private static final String LISTENING = "0A";

    private Kernel() {}

    /** Waits until so many connections are in the backlog of the socket listening on the port. */
    public static void awaitBacklog(Cell cell, int port, int connections) {
        await(cell + ": Recv-Q of the listening socket")
                .atMost(Duration.ofSeconds(8))
                .pollInterval(Duration.ofMillis(10))
                .pollDelay(Duration.ZERO)
                .untilAsserted(
                        () -> assertThat(backlog(port)).as("%s", cell).isEqualTo(connections));
    }

    /** Connections waiting to be accepted: Recv-Q in {@code ss -ltn}. */
    public static int backlog(int port) {
        return sockets(port, LISTENING)
                .mapToInt(column -> Integer.parseInt(column[4].split(":")[1], 16))
                .sum();
    }

    /** Whether there is a listening socket on the port. */
    public static boolean listening(int port) {
        return sockets(port, LISTENING).findAny().isPresent();
    }

    /** Connections to the port that neither side has closed, accepted or not. */
    public static int established(int port) {
        return (int) sockets(port, ESTABLISHED).count();
    }

    /** The columns of the kernel's table for the sockets whose own port it is. */
    private static Stream<String[]> sockets(int port, String state) {
        assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "/proc/net/tcp: only on Linux");
        String local = String.format(Locale.ROOT, ":%04X", port);
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)))
                .map(line -> line.strip().split("\\s+"))
                .filter(column -> column[1].endsWith(local) && column[3].equals(state));
    }

    /** Open descriptors of this JVM. */
    public static int openDescriptors() {
        Path table = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(table), "/proc/self/fd: only on Linux");
        String[] descriptors = table.toFile().list();
        return descriptors.length;
    }

    /** Lines of {@code ss} without its heading; skips the test where there is no ss. */
    public static List<String> ss(String... arguments) throws IOException, InterruptedException {
        assumeTrue(
                Stream.of("/usr/bin/ss", "/bin/ss", "/usr/sbin/ss", "/sbin/ss")
                        .anyMatch(ss -> Files.isExecutable(Path.of(ss))),
                "ss is not installed (Debian: iproute2)");
        List<String> command = Stream.concat(Stream.of("ss", "-H"), Stream.of(arguments)).toList();
        Process ss = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ss.waitFor()).as("%s: %s", command, output).isZero();
        return output.lines().toList();
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.exists(table)
                    ? Files.readAllLines(table).stream().skip(1)
                    : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

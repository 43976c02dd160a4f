package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Status;
import org.servletmpm.it.process.DemoProcess;

/**
 * WriteCompletionSpill where there is no room for its files, or no place: the writer waits for its
 * client, as without a spill, and harm comes to nobody.
 */
class FullDiskTest {

    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final int BYTES = 3_000_000;
    private static final int RECEIVED_AHEAD = 16_384;

    /** Some of the response still fits. */
    private static final int ROOM = 200_000;

    @ParameterizedTest
    @CsvSource({"tomcat,full", "jetty,full", "tomcat,gone", "jetty,gone"})
    void aWriterWithoutRoomWaitsAndTheResponseIsWhole(
            String container, String disk, @TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(PRLIMIT), "no prlimit (Debian: util-linux)");
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        try (DemoProcess demo = start(container, temporary)) {
            int port = demo.awaitReady();
            if (disk.equals("full")) {
                limitFiles(demo);
            } else {
                delete(temporary);
            }
            try (RawConnection slow = RawConnection.open(port, false, RECEIVED_AHEAD);
                    RawConnection another = RawConnection.open(port, false, RECEIVED_AHEAD);
                    RawConnection normal = RawConnection.open(port, false)) {
                slow.request("/big?bytes=" + BYTES);
                another.request("/big?bytes=" + BYTES);
                await().until(() -> status(normal).number("BlockedWriters") == 2);
                assertThat(normal.get("/hello").status()).isEqualTo(200);

                byte[] whole = slow.read().body();
                assertThat(whole).hasSize(BYTES).isEqualTo(another.read().body());
                assertThat(normal.get("/big?bytes=" + BYTES).body()).isEqualTo(whole);
                assertThat(slow.get("/hello").status()).as("kept alive").isEqualTo(200);
                await().until(() -> status(normal).number("BlockedWriters") == 0);
                assertThat(status(normal).number("UnsentBytes")).isZero();
            }
            assertThat(demo.errors().lines())
                    .filteredOn(line -> line.contains("WriteCompletionSpill: "))
                    .as("said once")
                    .hasSize(1);
        }
    }

    private static DemoProcess start(String container, Path temporary) throws IOException {
        return DemoProcess.start(
                Path.of("../samples/demo/target/demo.jar"),
                List.of("-Djava.io.tmpdir=" + temporary),
                List.of(
                        "--container",
                        container,
                        "--model",
                        "event",
                        "--port",
                        "0",
                        "--set",
                        "StartServers=1",
                        "--set",
                        "SendBufferSize=65536",
                        "--set",
                        "WriteCompletionBuffer=65536",
                        "--set",
                        "WriteCompletionSpill=" + BYTES));
    }

    private static Status status(RawConnection client) throws IOException {
        return Status.parse(client.get("/server-status?auto").text());
    }

    /** Writing beyond that fails, as it does on a disk without room. */
    private static void limitFiles(DemoProcess demo) throws IOException, InterruptedException {
        Process prlimit =
                new ProcessBuilder(
                                PRLIMIT.toString(),
                                "--pid",
                                String.valueOf(demo.pid()),
                                "--fsize=" + ROOM)
                        .inheritIO()
                        .start();
        assertThat(prlimit.waitFor()).isZero();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}

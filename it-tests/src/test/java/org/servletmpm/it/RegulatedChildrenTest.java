package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** What clients and the system see of children that are processes while one is busy, or dies. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RegulatedChildrenTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SLOT = Pattern.compile("\"slot\":\\s*(\\d+)");

    @TempDir private Path directory;

    /** Only root may start children as somebody else. */
    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static String slot(Response response) {
        Matcher slot = SLOT.matcher(response.text());
        assertThat(slot.find()).isTrue();
        return slot.group(1);
    }

    private static boolean saysClose(Response response) {
        return "close".equalsIgnoreCase(response.headers().get("connection"));
    }

    @Test
    void aBusyChildSendsItsClientsAwayAndADeadOneIsToldOf() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        try (ControlledDemo demo =
                ControlledDemo.start(
                        directory,
                        "tomcat",
                        "event",
                        "96m",
                        "ThreadsPerChild=2",
                        "MinSpareThreads=1",
                        "MaxSpareThreads=400",
                        "CrashLimit=1/600",
                        "CoreDumpDirectory=" + directory,
                        "User=" + (isRoot() ? "nobody" : System.getProperty("user.name")))) {
            await().atMost(PATIENCE).until(() -> demo.count(" is ready") == 2);
            assertThat(demo.ready()).isEqualTo("ready");
            if (isRoot()) {
                for (ProcessHandle child : demo.children()) {
                    assertThat(privileges(child.pid()))
                            .containsExactly(
                                    "CapInh:0000000000000000",
                                    "CapPrm:0000000000000000",
                                    "CapEff:0000000000000000",
                                    "CapBnd:0000000000000000",
                                    "CapAmb:0000000000000000",
                                    "NoNewPrivs:1");
                    assertThat(Files.getOwner(Path.of("/proc/" + child.pid())).getName())
                            .isEqualTo("nobody");
                }
            }

            try (RawConnection kept = demo.connect()) {
                Response atRest = kept.get("/thread");
                assertThat(saysClose(atRest)).isFalse();
                try (RawConnection busy = inSlot(demo, slot(atRest))) {
                    busy.request("/sleep?ms=30000");
                    await().atMost(PATIENCE).until(() -> demo.status("").contains("/sleep"));
                    assertThat(saysClose(kept.get("/thread"))).isTrue();
                }
            }

            ProcessHandle victim = demo.children().get(0);
            victim.destroyForcibly();
            await().atMost(PATIENCE).until(() -> demo.count(" is ready") == 3);
            assertThat(demo.ready()).startsWith("ready, but sick");
            assertThat(demo.status("?auto")).contains("Sick: 1");
            assertThat(demo.log())
                    .contains("is gone: exit code 137 (SIGKILL: killed, out of memory?)")
                    .contains("CrashLimit 1/600");
            try (RawConnection connection = demo.connect()) {
                assertThat(connection.get("/hello").status()).isEqualTo(200);
            }
        }
    }

    /** Asks until the child of that slot answers, and lets its client ask again. */
    private static RawConnection inSlot(ControlledDemo demo, String slot) throws IOException {
        for (int attempt = 0; attempt < 50; attempt++) {
            RawConnection connection = demo.connect();
            Response answer = connection.get("/thread");
            if (slot(answer).equals(slot) && !saysClose(answer)) {
                return connection;
            }
            connection.close();
        }
        throw new IllegalStateException("no connection in slot " + slot);
    }

    private static List<String> privileges(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("Cap") || line.startsWith("NoNewPrivs"))
                .map(line -> line.replaceAll("\\s", ""))
                .toList();
    }
}

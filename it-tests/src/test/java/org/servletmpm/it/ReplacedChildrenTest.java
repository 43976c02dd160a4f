package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.process.ControlProgram;

/** Children that are processes are replaced when they use too much, or hang; no client loses. */
@Timeout(ControlProgram.TIMEOUT_SECONDS)
class ReplacedChildrenTest {

    private static final Duration PATIENCE = ControlProgram.PATIENCE;
    private static final int CLIENTS = 4;
    private static final Pattern SLOT = Pattern.compile("\"slot\":\\s*(\\d+)");

    @TempDir private Path directory;

    /** Asks again and again on a kept connection, and opens a new one only when told to. */
    private static void ask(
            ControlledDemo demo,
            AtomicBoolean over,
            AtomicInteger answered,
            Queue<String> failures) {
        RawConnection connection = null;
        try {
            while (!over.get()) {
                if (connection == null) {
                    connection = demo.connect();
                }
                Response response = connection.get("/leak?kb=1024");
                assertThat(response.status()).isEqualTo(200);
                answered.incrementAndGet();
                if (response.headers().getOrDefault("connection", "").equalsIgnoreCase("close")) {
                    connection.close();
                    connection = null;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            failures.add(e.toString());
        }
    }

    @ParameterizedTest
    @CsvSource("tomcat,event")
    void aLeakAndARequestThatHangsCostNobodyElseAnything(String container, String model)
            throws Exception {
        try (ControlledDemo demo =
                ControlledDemo.start(
                        directory,
                        container,
                        model,
                        "1g",
                        "MinSpareThreads=10",
                        "MaxSpareThreads=400",
                        "MinLife=1",
                        "RecycleMemory=160M",
                        "RequestTerminateTimeout=1",
                        "KeepAliveTimeout=2")) {
            await().atMost(PATIENCE).until(() -> demo.count(" is ready") >= 2);
            hang(demo);
            await().atMost(PATIENCE).until(() -> demo.count(" gone") >= 1);
            leak(demo);
        }
    }

    /** Before the leak: a child that leaves for its memory would not leave for its request. */
    private static void hang(ControlledDemo demo) throws IOException {
        try (RawConnection hanging = demo.connect();
                RawConnection sleeping = demo.connect()) {
            sleeping.request("/sleep?ms=60000");
            await().atMost(PATIENCE).until(() -> demo.count("SleepServlet.answer") > 0);
            sleeping.read();
            String slot = slot(hanging);
            hanging.request("/spin?rounds=10000000000");
            await().atMost(PATIENCE).until(() -> hasLeft(demo, slot));
            assertThat(demo.log())
                    .contains("RequestTerminateTimeout, interrupted: request on")
                    .contains("SpinServlet.spin");
            try (RawConnection other = demo.connect()) {
                assertThat(slot(other)).isNotEqualTo(slot);
            }
        }
    }

    private static boolean hasLeft(ControlledDemo demo, String slot) throws IOException {
        return demo.log()
                .lines()
                .filter(line -> line.contains("child " + slot))
                .anyMatch(line -> line.contains("leaves: RequestTerminateTimeout"));
    }

    private static void leak(ControlledDemo demo) throws IOException, InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(() -> ask(demo, over, answered, failures));
            client.start();
            clients.add(client);
        }
        await().atMost(PATIENCE).until(() -> demo.count("leaves: RecycleMemory") >= 2);
        over.set(true);
        for (Thread client : clients) {
            client.join();
        }
        assertThat(failures).as(demo.log()).isEmpty();
        assertThat(answered.get()).isGreaterThan(CLIENTS);
        assertThat(demo.log()).doesNotContain("OutOfMemoryError");
        replacementsCameFirst(demo.log());
    }

    private static String slot(RawConnection connection) throws IOException {
        Matcher slot = SLOT.matcher(connection.get("/thread").text());
        assertThat(slot.find()).isTrue();
        return slot.group(1);
    }

    /** In the log another child is ready before one leaves, and each waits for the one before. */
    private static void replacementsCameFirst(String log) {
        int spare = 0;
        for (String line : log.lines().toList()) {
            if (line.contains(" is ready")) {
                spare++;
            } else if (line.contains(" leaves: ")) {
                spare--;
                assertThat(spare).as(log).isGreaterThanOrEqualTo(2);
            }
        }
    }
}

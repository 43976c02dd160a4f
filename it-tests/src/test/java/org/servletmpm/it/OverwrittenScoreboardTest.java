package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.it.client.RawConnection;

/** A child that writes all over the scoreboard, which it can: the control believes only figures. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class OverwrittenScoreboardTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path directory;

    /** Every byte, again and again. */
    private void overwrite(AtomicBoolean over) {
        Random random = new Random(1);
        try (FileChannel channel =
                FileChannel.open(
                        directory.resolve("scoreboard"),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            byte[] garbage = new byte[bytes.capacity()];
            while (!over.get()) {
                random.nextBytes(garbage);
                bytes.put(0, garbage);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int figure(ControlledDemo demo, String name) throws IOException {
        Matcher figure = Pattern.compile("(?m)^" + name + ": (\\d+)").matcher(demo.status("?auto"));
        assertThat(figure.find()).isTrue();
        return Integer.parseInt(figure.group(1));
    }

    @ParameterizedTest
    @CsvSource({
        "tomcat,event,50,MinSpareThreads=10,MaxSpareThreads=400",
        "jetty,prefork,2,MinSpareServers=1,MaxSpareServers=5"
    })
    void everythingGoesOnAndTheFiguresComeBack(
            String container, String model, int workers, String minSpare, String maxSpare)
            throws Exception {
        try (ControlledDemo demo =
                ControlledDemo.start(directory, container, model, "96m", minSpare, maxSpare)) {
            await().atMost(PATIENCE).until(() -> demo.count(" is ready") == 2);
            await().atMost(PATIENCE).until(() -> figure(demo, "IdleWorkers") == workers);
            ProcessHandle victim = demo.children().get(0);

            AtomicBoolean over = new AtomicBoolean();
            Thread overwriting = new Thread(() -> overwrite(over));
            overwriting.start();
            try {
                victim.destroyForcibly();
                await().atMost(PATIENCE).until(() -> demo.count(" is ready") >= 3);
                for (String query : List.of("?auto", "", "?json", "?openmetrics")) {
                    assertThat(demo.status(query)).isNotEmpty();
                }
                try (RawConnection first = demo.connect();
                        RawConnection second = demo.connect()) {
                    assertThat(first.get("/hello").status()).isEqualTo(200);
                    assertThat(second.get("/hello").status()).isEqualTo(200);
                }
            } finally {
                over.set(true);
                overwriting.join();
            }
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    figure(demo, "IdleWorkers")
                                            == demo.children().size() * workers / 2);
            assertThat(figure(demo, "BusyWorkers")).isZero();
            assertThat(demo.children()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(demo.log()).doesNotContain("no child could be started", "Exception");
        }
    }
}

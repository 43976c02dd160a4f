package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a child that could not serve. */
class LastLinesTest {

    private static LastLines after(String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", script).start();
        LastLines lines = LastLines.of(process, "child");
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    @Test
    void theLastTwentyAreRememberedAndWhatHasNoEndToo() throws Exception {
        LastLines lines = after("for n in $(seq 1 30); do echo line $n; done; printf end");
        await().untilAsserted(
                        () ->
                                assertThat(lines.lines())
                                        .hasSize(20)
                                        .startsWith("line 12")
                                        .endsWith("line 30", "end"));
    }

    @Test
    void aLineThatDoesNotEndTakesNoMemory() throws Exception {
        LastLines lines = after("head -c 1000000 /dev/zero | tr '\\0' x; echo; echo end");
        await().untilAsserted(() -> assertThat(lines.lines()).endsWith("end"));
        assertThat(lines.lines()).isEqualTo(List.of("x".repeat(LastLines.LONGEST), "end"));
    }
}

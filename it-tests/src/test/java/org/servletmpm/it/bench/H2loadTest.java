package org.servletmpm.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** h2load's output and log are read; its p99 is in the log only. */
class H2loadTest {

    private static final String OUTPUT =
            """
            finished in 2.01s, 17967.00 req/s, 1.13MB/s
            requests: 17967 total, 17967 started, 17967 done, 17967 succeeded, 0 failed, 0 errored, 0 timeout
            status codes: 17968 2xx, 0 3xx, 0 4xx, 0 5xx
            """;

    /** 1 to 200 ms, the slowest first. */
    private static final List<String> LOG =
            IntStream.rangeClosed(1, 200)
                    .mapToObj(i -> "1795353014779548\t200\t" + (201 - i) * 1000)
                    .toList();

    @Test
    void rateIsItsOwnAndP99TheLogs() throws IOException {
        Run run = H2load.parse(OUTPUT, LOG);
        assertThat(run.requestsPerSecond()).isEqualTo(17967);
        assertThat(run.p99Millis()).isEqualTo(198);
        assertThat(run.requests()).isEqualTo(17967);
        assertThat(run.errors()).isEmpty();
    }

    @Test
    void failedRequestsAreSaid() throws IOException {
        assertThat(H2load.parse(OUTPUT.replace("0 failed", "5 failed"), LOG).errors())
                .singleElement()
                .asString()
                .contains("5 failed");
    }

    @Test
    void otherOutputIsRefusedWithAllOfIt() {
        assertThatThrownBy(() -> H2load.parse("Connection refused", LOG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Connection refused");
        assertThatThrownBy(() -> H2load.parse(OUTPUT, List.of())).isInstanceOf(IOException.class);
    }
}

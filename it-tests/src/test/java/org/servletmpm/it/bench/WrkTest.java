package org.servletmpm.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** wrk gets the right command, and its output is read. */
class WrkTest {

    private static final String OUTPUT =
            """
            Running 1s test @ http://127.0.0.1:43867/hello
              1 threads and 8 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency   623.13us    0.88ms  10.78ms   91.19%
                Req/Sec    18.30k     1.64k   20.15k    60.00%
              Latency Distribution
                 50%  361.00us
                 75%  514.00us
                 90%    1.26ms
                 99%    4.64ms
              18190 requests in 1.00s, 1.96MB read
            Requests/sec:  18117.11
            Transfer/sec:      1.96MB
            """;

    @Test
    void rateAndP99AndNumberAreRead() throws IOException {
        Run run = Wrk.parse(OUTPUT);
        assertThat(run.requestsPerSecond()).isEqualTo(18117.11);
        assertThat(run.p99Millis()).isEqualTo(4.64);
        assertThat(run.requests()).isEqualTo(18190);
        assertThat(run.errors()).isEmpty();
    }

    @Test
    void p99MayHaveAnyUnit() throws IOException {
        assertThat(Wrk.parse(OUTPUT.replace("4.64ms", "930.00us")).p99Millis()).isEqualTo(0.93);
        assertThat(Wrk.parse(OUTPUT.replace("4.64ms", "1.25s")).p99Millis()).isEqualTo(1250);
    }

    @Test
    void whatWentWrongIsSaid() throws IOException {
        String errors =
                "  Socket errors: connect 0, read 3, write 0, timeout 1\n"
                        + "  Non-2xx or 3xx responses: 7\n";
        assertThat(Wrk.parse(OUTPUT + errors).errors())
                .containsExactly(
                        "Socket errors: connect 0, read 3, write 0, timeout 1",
                        "Non-2xx or 3xx responses: 7");
    }

    @Test
    void runWithoutAnAnswerHasNoFigures() throws IOException {
        Run none = Wrk.parse(OUTPUT.replace("18190 requests", "0 requests"));
        assertThatThrownBy(none::answered).hasMessageContaining("no request was answered");
    }

    /** So it prints it of slow pipelined requests. */
    @Test
    void p99OfNothingIsRefused() {
        assertThatThrownBy(() -> Wrk.parse(OUTPUT.replace("4.64ms", "0.00us")))
                .isInstanceOf(IOException.class)
                .hasMessage("wrk found no p99 in a run of it");
    }

    @Test
    void otherOutputIsRefusedWithAllOfIt() {
        assertThatThrownBy(() -> Wrk.parse("unable to connect to 127.0.0.1:1 refused"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unable to connect");
    }

    @Test
    void commandIsAsTheLoadSays() {
        assertThat(Wrk.get(8, "/hello").over("https").with("-H", "A: b").command(81, 2))
                .containsExactly(
                        "wrk",
                        "-t1",
                        "-c8",
                        "-d2s",
                        "--latency",
                        "-H",
                        "A: b",
                        "https://127.0.0.1:81/hello");
        assertThat(Path.of(Wrk.get(1, "/").script("pipelining.lua").more().get(1)))
                .satisfies(script -> assertThat(Files.isRegularFile(script)).isTrue());
    }
}

package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What an operator reads when a command is right, unknown, or fails. */
class CommandsTest {

    private final Commands commands =
            new Commands()
                    .with("recycle", request -> "slot " + Commands.number(request, "slot"))
                    .with("status", request -> "two\nlines")
                    .with(
                            "stacks",
                            request -> {
                                throw new OutOfMemoryError("a test's");
                            })
                    .with(
                            "graceful",
                            request -> {
                                RuntimeException cause = new IllegalStateException("it died");
                                CompletableFuture.failedFuture(cause).join();
                                return "not reached";
                            });

    @Test
    void answersBeginWithOk() {
        assertThat(commands.apply("status")).isEqualTo("OK two\nlines");
        assertThat(commands.apply("recycle slot=3")).isEqualTo("OK slot 3");
    }

    @Test
    void anUnknownVerbIsAnsweredByTheNearestAndByAllThereAre() {
        assertThat(commands.apply("staus"))
                .isEqualTo(
                        "ERROR staus: is no command, did you mean status? There are graceful,"
                                + " recycle, stacks, status");
    }

    @Test
    void aFailureIsAnsweredByItsReason() {
        assertThat(commands.apply("stacks"))
                .isEqualTo("ERROR stacks: java.lang.OutOfMemoryError: a test's");
        assertThat(commands.apply("graceful")).isEqualTo("ERROR graceful: it died");
        assertThat(commands.apply("recycle slot=x"))
                .startsWith("ERROR recycle slot=x: slot=NUMBER");
        assertThat(commands.apply("recycle 3")).startsWith("ERROR recycle 3: no key=value");
    }
}

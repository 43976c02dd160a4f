package org.servletmpm.mpmctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a command line may be written. */
class ArgumentsTest {

    @ParameterizedTest
    @CsvSource({
        "status --json, status --json",
        "--pid 7 status, status --pid 7",
        "--json --run=/x recycle 3, recycle --json --run=/x 3",
        "-k graceful, graceful",
        "--run /x -k stop --no-wait, stop --run /x --no-wait",
        "--help, --help",
        "start -- java -k x, start -- java -k x",
        "--pid, --pid",
        "-k, ''",
    })
    void theVerbComesFirst(String written, String understood) {
        assertThat(String.join(" ", Arguments.verbFirst(written.split(" ")))).isEqualTo(understood);
    }
}

package org.servletmpm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamLimitTest {

    @ParameterizedTest(name = "of {0} workers, at most {1}, {2} to spare: {3}")
    @CsvSource({
        // Half, and one at least.
        "10, 5, 0, 5",
        "3, 1, 0, 1",
        "1, 0, 0, 1",
        "0, 5, 0, 1",
        // httpd's defaults: 3 children of 25, MaxRequestWorkers 400, MinSpareThreads 75.
        "75, 200, 74, 37",
        // Fewer than MinSpareThreads are left, so that there will be more.
        "100, 200, 74, 50",
        "150, 200, 74, 76",
        "400, 200, 74, 200",
        // Spring Boot's: at most 200, 10 to spare.
        "25, 100, 9, 16",
        "50, 100, 9, 41",
        "200, 100, 9, 100"
    })
    void half(int workers, int most, int spare, int share) {
        assertThat(StreamLimit.of(workers, most, spare)).isEqualTo(share);
    }
}

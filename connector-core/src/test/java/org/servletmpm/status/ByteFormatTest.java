package org.servletmpm.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteFormatTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "5119, 5119 B",
        "5120, 5.0 kB",
        "524287, 512.0 kB",
        "524288, 0.5 MB",
        "1610612736, 1.5 GB"
    })
    void aRateChangesItsUnitAtHalfOfTheNext(long bytes, String shown) {
        assertThat(ByteFormat.ofBytes(bytes)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 kB", "1023, 1023 kB", "1024, 1.0 MB", "1048576, 1.0 GB"})
    void theTotalAtAWholeOne(long kilobytes, String shown) {
        assertThat(ByteFormat.ofKilobytes(kilobytes)).isEqualTo(shown);
    }
}

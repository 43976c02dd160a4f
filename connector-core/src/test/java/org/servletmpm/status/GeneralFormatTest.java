package org.servletmpm.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class GeneralFormatTest {
    /** The file holds values and what APR 1.7.2's own {@code apr_snprintf("%g")} made of them. */
    @ParameterizedTest
    @CsvFileSource(resources = "general-format.txt", delimiter = ' ')
    void numbersLookAsInHttpd(double value, String printed) {
        assertThat(GeneralFormat.of(value)).isEqualTo(printed);
    }
}

package org.servletmpm.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Accept header chooses the format where the query does not. */
class FormatTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTML | ",
                "HTML | */*",
                "HTML | image/png",
                "HTML | text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "HTML | application/json;q=0, */*",
                "HTML | application/json;q=oops",
                "HTML | text/html, application/json",
                "HTML | text/plain",
                "JSON | application/json",
                "JSON | Application/JSON",
                "JSON | application/json, text/plain, */*",
                "JSON | text/html;q=0.5, application/json; charset=utf-8 ; q=0.501",
                "JSON | application/*",
                "OPENMETRICS | application/openmetrics-text",
                "OPENMETRICS | application/json;q=0.3, application/openmetrics-text;q=0.4",
                // Prometheus 2 and 3.
                "OPENMETRICS | application/openmetrics-text;version=1.0.0,"
                        + "application/openmetrics-text;version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                "OPENMETRICS | application/vnd.google.protobuf;q=0.7,"
                        + "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                        + "text/plain;version=1.0.0;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
            })
    void theFormatIsTheOneThatTheClientPrefers(Format expected, String accept) {
        assertThat(Format.accepted(accept)).isEqualTo(expected);
    }
}

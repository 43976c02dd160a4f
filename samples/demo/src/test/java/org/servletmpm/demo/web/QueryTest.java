package org.servletmpm.demo.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bad parameter is named, with its value and what is allowed. */
class QueryTest {

    private static Query query(String value) throws BadParameterException {
        return Query.of(Map.of("bytes", new String[] {value}), "bytes", "chunk");
    }

    @Test
    void absentNumberIsTheDefault() throws BadParameterException {
        assertThat(query("7").number("chunk", 8192, 1, 10_000)).isEqualTo(8192);
    }

    @Test
    void boundsBelongToTheRange() throws BadParameterException {
        assertThat(query("0").number("bytes", 5, 0, 9)).isZero();
        assertThat(query("9").number("bytes", 5, 0, 9)).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "10", "", "x", "1.5", "99999999999999999999"})
    void numberOutsideIsRefused(String value) {
        assertThatThrownBy(() -> query(value).number("bytes", 5, 0, 9))
                .isInstanceOf(BadParameterException.class)
                .hasMessage(
                        "parameter bytes, value \"%s\": allowed is a whole number from 0 to 9"
                                .formatted(value));
    }

    @Test
    void unknownNameIsRefusedRatherThanIgnored() {
        assertThatThrownBy(() -> Query.of(Map.of("byte", new String[] {"1"}), "bytes", "chunk"))
                .hasMessage("parameter byte, value \"1\": allowed is only bytes, chunk");
    }

    @Test
    void choiceNamesWhatThereIs() throws BadParameterException {
        Query query = Query.of(Map.of("type", new String[] {"Error"}), "type");
        assertThat(query.choice("type", ErrorServlet.Failure.class))
                .isEqualTo(ErrorServlet.Failure.ERROR);
        assertThatThrownBy(
                        () -> Query.of(Map.of(), "type").choice("type", ErrorServlet.Failure.class))
                .hasMessage(
                        "parameter type, value \"\": allowed is one of exception,"
                                + " StackOverflowError, OutOfMemoryError, Error");
    }
}

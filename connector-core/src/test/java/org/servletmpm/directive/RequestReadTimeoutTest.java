package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.servletmpm.directive.Checked.build;
import static org.servletmpm.directive.Checked.errors;
import static org.servletmpm.directive.Checked.file;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.directive.RequestReadTimeout.Stage;

/** mod_reqtimeout's words, with a body that is off unless it is asked for. */
class RequestReadTimeoutTest {

    private static final Stage OFF = new Stage(0, 0, 0);
    private static final Stage USUAL = new Stage(20, 40, 500);

    private static RequestReadTimeout written(String text) throws ConfigurationException {
        return build(Model.EVENT, "RequestReadTimeout " + text).requestReadTimeout();
    }

    @ParameterizedTest
    @EnumSource
    void headersAreLimitedWhenNothingIsWritten(Model model) throws ConfigurationException {
        assertThat(build(model).requestReadTimeout())
                .isEqualTo(new RequestReadTimeout(OFF, USUAL, OFF));
    }

    @Test
    void eachPartHasItsOwnFigures() throws ConfigurationException {
        assertThat(written("handshake=5 header=10-20,MinRate=250 body=30,minrate=100"))
                .isEqualTo(
                        new RequestReadTimeout(
                                new Stage(5, 0, 0), new Stage(10, 20, 250), new Stage(30, 0, 100)));
    }

    @Test
    void partsThatAreNotNamedKeepTheirDefault() throws ConfigurationException {
        assertThat(written("body=30"))
                .isEqualTo(new RequestReadTimeout(OFF, USUAL, new Stage(30, 0, 0)));
    }

    @Test
    void zeroIsOffWhateverFollows() throws ConfigurationException {
        assertThat(written("header=0-40,MinRate=500"))
                .isEqualTo(new RequestReadTimeout(OFF, OFF, OFF));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        HEADER=010-20,MINRATE=500 Body=0 | header=10-20,MinRate=500
        body=20,MinRate=500 handshake=3  | handshake=3 header=20-40,MinRate=500 body=20,MinRate=500
        header=0                         | header=0
        """)
    void itIsShownAsItWouldBeWritten(String text, String shown) throws ConfigurationException {
        assertThat(build(Model.EVENT, "RequestReadTimeout " + text).effective())
                .containsEntry("RequestReadTimeout", shown);
        assertThat(written(shown)).isEqualTo(written(text));
    }

    @Test
    void asOneTextItIsTheSame() throws ConfigurationException {
        String text = "handshake=5 header=20-40,MinRate=500";
        assertThat(
                        Directives.builder()
                                .set("requestReadTimeout", text, Origin.of("attribute"))
                                .build()
                                .requestReadTimeout())
                .isEqualTo(written(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20",
                "header",
                "header=",
                "header=-1",
                "header=1.5",
                "header=20s",
                "header=20-40",
                "header=40-20,MinRate=500",
                "header=20-20,MinRate=500",
                "header=20,MinRate=0",
                "header=20,MinRate=",
                "header=20,Rate=500",
                "header=20, MinRate=500",
                "header=9999999999",
                "headers=20",
                "header=20 header=30"
            })
    void whatCannotBeMeantIsRefused(String text) {
        assertThat(errors(file(Model.WORKER, "RequestReadTimeout " + text)))
                .containsExactly(
                        "RequestReadTimeout="
                                + text
                                + " (mpm.conf:1): must be handshake=, header= and body=, each once, with seconds"
                                + " (0 is off), seconds,MinRate=bytes or seconds-more"
                                + " seconds,MinRate=bytes");
    }

    @ParameterizedTest
    @CsvSource({"-1,0,0", "20,10,500", "20,40,0", "20,0,-1"})
    void norCanItBeMade(int seconds, int mostSeconds, int minRate) {
        assertThatThrownBy(() -> new Stage(seconds, mostSeconds, minRate))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

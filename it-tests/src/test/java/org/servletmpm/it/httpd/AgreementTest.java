package org.servletmpm.it.httpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The comparison with httpd allows a second's difference and no more. */
class AgreementTest {

    private static List<Sample> children(int... numbers) {
        return Arrays.stream(numbers).mapToObj(n -> new Sample(1, 5 * n - 1, n)).toList();
    }

    @Test
    void aSecondEarlierOrLaterIsTheSame() {
        assertThat(Agreement.disagreements(children(2, 4, 8, 8), children(2, 2, 4, 8))).isEmpty();
    }

    @Test
    void twoSecondsAreNot() {
        assertThat(Agreement.disagreements(children(2, 4, 4, 4, 4), children(2, 2, 2, 4, 4)))
                .containsExactly(1, 2);
    }

    @Test
    void aValueThatOnlyOneOfThemEverHasIsSeen() {
        assertThat(Agreement.disagreements(children(4, 4, 5, 4, 4), children(4, 4, 4, 4, 4)))
                .containsExactly(2);
    }

    @Test
    void workersThatLeaveAreNotCounted() {
        assertThat(Sample.of("WW___" + "GGI.." + "....." + "SSSRK", 5))
                .isEqualTo(new Sample(4, 6, 2));
        assertThat(Sample.of("W_C.G", 1)).isEqualTo(new Sample(1, 1, 2));
    }
}

package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.servletmpm.process.LeavingLimit.Leaving;

class LeavingLimitTest {

    @Test
    void twoGenerationsMayLeaveForAsLongAsTheyLike() {
        Leaving older = new Leaving(0, 3, 9999, 0);
        Leaving newer = new Leaving(1, 5, 9999, 0);
        assertThat(LeavingLimit.over(List.of(older, newer, older))).isEmpty();
        assertThat(LeavingLimit.over(List.of())).isEmpty();
    }

    @Test
    void theOldestOfThreeGenerationsIsEnded() {
        List<Leaving> leaving =
                List.of(
                        new Leaving(0, 3, 0, 0),
                        new Leaving(1, 3, 0, 0),
                        new Leaving(2, 4, 0, 0),
                        new Leaving(3, 5, 0, 0));
        assertThat(LeavingLimit.over(leaving)).containsOnlyKeys(0, 1);
    }

    @Test
    void aChildEndsByItselfAtGracefulShutdownTimeoutAndIsEndedSoonAfter() {
        List<Leaving> leaving = List.of(new Leaving(0, 3, 25, 20), new Leaving(1, 3, 26, 20));
        assertThat(LeavingLimit.over(leaving)).containsOnlyKeys(1);
        assertThat(LeavingLimit.over(leaving).get(1)).contains("GracefulShutdownTimeout 20 s");
    }
}

package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleExitTest {

    private static final int THREADS = 25;

    /** Once a second, four idle children: when one may go, and what is left then. */
    private static List<Integer> leftEachSecond(IdleExit exit, int seconds) {
        List<Integer> left = new ArrayList<>();
        int children = 4;
        for (int second = 0; second < seconds; second++) {
            children -= exit.look(children * THREADS, children) ? 1 : 0;
            left.add(children);
        }
        return left;
    }

    @Test
    void oneAfterTheOtherGoesDownToMinSpare() {
        assertThat(leftEachSecond(new IdleExit(2, 30, THREADS), 12))
                .containsExactly(4, 4, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2);
    }

    @Test
    void theLastOneStays() {
        assertThat(leftEachSecond(new IdleExit(1, 1, THREADS), 20)).endsWith(1, 1, 1);
    }

    @Test
    void withoutTheDirectiveAllStay() {
        assertThat(leftEachSecond(new IdleExit(0, 1, THREADS), 9)).containsOnly(4);
    }

    @Test
    void aMomentOfWorkBeginsItAnew() {
        IdleExit exit = new IdleExit(2, 30, THREADS);
        assertThat(exit.look(100, 4)).isFalse();
        assertThat(exit.look(100, 4)).isFalse();
        assertThat(exit.look(20, 4)).isFalse();
        assertThat(exit.look(100, 4)).isFalse();
        assertThat(exit.look(100, 4)).isFalse();
        assertThat(exit.look(100, 4)).isTrue();
    }
}

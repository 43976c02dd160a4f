package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private static final long MB = 1 << 20;

    /** 3072 - 64 MB, and 200 + 96 + 7.3 MB for a child: nine, of which one place stays free. */
    @Test
    void onePlaceStaysFreeForAReplacement() {
        assertThat(Budget.of(4096 * MB, 200 * MB, 25).children()).isEqualTo(8);
    }

    @Test
    void thereIsAlwaysRoomForOne() {
        assertThat(Budget.of(0, 200 * MB, 25).children()).isEqualTo(1);
        assertThat(Budget.of(512 * MB, 4096 * MB, 1).children()).isEqualTo(1);
    }

    @Test
    void theLastXmxOfACommandCounts() {
        assertThat(Budget.heap(List.of("java", "-Xmx1g", "-jar", "a.jar"))).hasValue(1024 * MB);
        assertThat(Budget.heap(List.of("java", "-Xmx1g", "-Xmx96m"))).hasValue(96 * MB);
        assertThat(Budget.heap(List.of("java", "-Xmx4194304"))).hasValue(4 * MB);
        assertThat(Budget.heap(List.of("sh", "bin/catalina.sh", "run"))).isEmpty();
    }
}

package org.servletmpm.accept;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A child stops when somebody comes whom it may not take, and goes on when it may again. */
class AdmissionGateTest {

    private int connections;

    /** As of a child that takes four, and begins again when it has less than three. */
    private final AdmissionGate gate =
            new AdmissionGate(stopped -> connections < (stopped ? 3 : 4));

    @Test
    void beingFullWithNobodyWaitingClosesNothing() {
        connections = 4;
        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.mayOpen()).as("there is nothing to open").isFalse();
        connections = 3;
        assertThat(gate.admits()).isTrue();
    }

    @Test
    void closesForWhoComesAndOpensWithSomeRoomToSpare() {
        connections = 4;
        assertThat(gate.admits()).isFalse();
        assertThat(gate.isOpen()).isFalse();

        connections = 3;
        assertThat(gate.mayOpen()).isFalse();
        assertThat(gate.open()).isFalse();
        assertThat(gate.admits()).isFalse();

        connections = 2;
        assertThat(gate.mayOpen()).isTrue();
        assertThat(gate.isOpen()).as("asking opens nothing").isFalse();
        assertThat(gate.open()).isTrue();
        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.open()).as("again").isFalse();
    }

    /** Whoever left a moment before has seen an open gate, and wakes nobody. */
    @Test
    void whatChangesWhileItClosesIsSeen() {
        int[] seen = {4, 2};
        int[] looks = {0};
        AdmissionGate closing = new AdmissionGate(stopped -> seen[looks[0]++] < (stopped ? 3 : 4));
        assertThat(closing.admits()).isTrue();
        assertThat(closing.isOpen()).isTrue();
    }
}

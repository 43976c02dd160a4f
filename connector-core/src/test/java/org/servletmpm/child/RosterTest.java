package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.Scoreboard;

/** Who is there, who is on the way out, and who takes over. */
class RosterTest {

    private final Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 3, 64, 0);
    private final List<Child> made = new ArrayList<>();
    private final Roster roster = new Roster();

    @BeforeEach
    void makeChildren() throws Exception {
        Directives directives = Directives.builder().build();
        Family family =
                new Family(
                        "roster",
                        directives,
                        new EchoAdapter(),
                        null,
                        () -> {},
                        null,
                        new Journal(System.getLogger("roster"), System::nanoTime));
        for (int slot = 0; slot < 3; slot++) {
            made.add(new Child(family, scoreboard.claim(slot, 1, 0), directives));
        }
    }

    @AfterEach
    void release() throws Exception {
        for (Child child : made) {
            child.release();
        }
    }

    @Test
    void theLowestSlotThatStaysTakesOver() {
        assertThat(roster.successor()).as("of nobody").isNull();
        roster.joined(made.get(2));
        roster.joined(made.get(0));
        roster.joined(made.get(1));
        assertThat(roster.active()).containsExactly(made.get(0), made.get(1), made.get(2));

        roster.leaving(made.get(0));
        assertThat(roster.successor()).isSameAs(made.get(1));
        assertThat(roster.leaving()).containsExactly(made.get(0));
        assertThat(roster.all()).containsExactlyInAnyOrderElementsOf(made);

        roster.leaving(made.get(1));
        roster.leaving(made.get(2));
        assertThat(roster.successor()).isNull();
        assertThat(roster.active()).isEmpty();
    }

    @Test
    void whoIsGoneIsNowhere() {
        roster.joined(made.get(0));
        roster.joined(made.get(1));
        roster.leaving(made.get(0));
        roster.gone(made.get(0));
        roster.gone(made.get(1));
        assertThat(roster.all()).isEmpty();
        assertThat(roster.leaving()).isEmpty();
    }

    /** Who reads while somebody leaves keeps what there was. */
    @Test
    void whatWasReadDoesNotChange() {
        roster.joined(made.get(0));
        roster.joined(made.get(1));
        Child[] before = roster.active();
        roster.leaving(made.get(0));
        assertThat(before).containsExactly(made.get(0), made.get(1));
        assertThat(roster.active()).containsExactly(made.get(1));
    }
}

package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.worker.Failures;
import org.servletmpm.worker.WorkerPool;

/** Who is there, who is on the way out, and who takes over. */
class ChildRegistryTest {

    private final Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 3, 64, 0);
    private final List<Child> made = new ArrayList<>();
    private final ChildRegistry registry = new ChildRegistry();

    @BeforeEach
    void makeChildren() throws Exception {
        Directives directives = Directives.builder().build();
        Failures failures =
                new Failures(
                        "registry",
                        new RateLimitedLogger(System.getLogger("registry"), System::nanoTime));
        GroupServices services =
                new GroupServices(
                        "registry",
                        directives,
                        new Endpoint(null, () -> {}, null),
                        failures,
                        registry);
        for (int slot = 0; slot < 3; slot++) {
            made.add(new Child(services, null, scoreboard.claim(slot, 1, 0), directives));
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
        assertThat(registry.successor()).as("of nobody").isNull();
        registry.joined(made.get(2));
        registry.joined(made.get(0));
        registry.joined(made.get(1));
        assertThat(registry.activeChildren())
                .containsExactly(made.get(0), made.get(1), made.get(2));

        registry.leaving(made.get(0));
        assertThat(registry.successor()).isSameAs(made.get(1).connections());
        assertThat(registry.leavingChildren()).containsExactly(made.get(0));
        assertThat(registry.all()).containsExactlyInAnyOrderElementsOf(made);

        registry.leaving(made.get(1));
        registry.leaving(made.get(2));
        assertThat(registry.successor()).isNull();
        assertThat(registry.active()).isEmpty();
    }

    @Test
    void whoIsGoneIsNowhere() {
        registry.joined(made.get(0));
        registry.joined(made.get(1));
        registry.leaving(made.get(0));
        registry.gone(made.get(0));
        registry.gone(made.get(1));
        assertThat(registry.all()).isEmpty();
        assertThat(registry.leaving()).isEmpty();
    }

    /** Who reads while somebody leaves keeps what there was. */
    @Test
    void whatWasReadDoesNotChange() {
        registry.joined(made.get(0));
        registry.joined(made.get(1));
        WorkerPool[] before = registry.active();
        registry.leaving(made.get(0));
        assertThat(before).containsExactly(made.get(0).workers(), made.get(1).workers());
        assertThat(registry.active()).containsExactly(made.get(1).workers());
    }
}

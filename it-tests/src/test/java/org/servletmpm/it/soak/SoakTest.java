package org.servletmpm.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The soak runs and finds a figure that does not return; the long run is {@code it-tests/soak}. */
class SoakTest {

    private static final int CLIENTS = 8;
    private static final int TIMEOUT = 3;
    private static final long SEED = 5;

    /** Memory is the long one's: it leaves a server that has to recover first. */
    private static final List<Disruption> TROUBLES =
            List.of(
                    Disruption.GRACEFUL,
                    Disruption.PAUSE,
                    Disruption.RELOAD,
                    Disruption.REDEPLOY,
                    Disruption.FREEZE);

    /** Two processes that start cold, and are collected often: where there is other load, slow. */
    @Test
    @Timeout(120)
    @EnabledOnOs(OS.LINUX)
    void twoSecondsOfEverythingLeaveNothingBehind() throws Exception {
        Path module = Path.of(System.getProperty("basedir", ""));
        Path demo = module.resolve("../samples/demo/target/demo.jar").toAbsolutePath().normalize();
        List<String> fastStart = List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto");
        Setting setting = new Setting("tomcat", "event", false, TIMEOUT, fastStart);
        Results results = new Results();
        List<SoakRun.Outcome> outcomes =
                new SoakRun(setting, 1, 2, CLIENTS, TROUBLES, 400, 8, Actions.http1(), SEED)
                        .run(demo, results);

        assertThat(results.shown()).as("wrong answers").isEmpty();
        assertThat(results.isComplete()).as("%s", results.record()).isTrue();
        assertThat(results.answers()).as("right answers").isPositive();
        assertThat(results.ends()).contains("CLOSE", "RESET");
        assertThat(outcomes)
                .allSatisfy(
                        outcome -> {
                            assertThat(outcome.complaints()).as("%s", outcome.target()).isEmpty();
                            // Not one that is there for a moment only, between two looks.
                            assertThat(outcome.peak().get(Figures.PROCESSORS)).isPositive();
                            for (String name : outcome.end().names(outcome.start())) {
                                // Two seconds are not enough to know how much is only warm.
                                assertThat(
                                                name.equals(Figures.HEAP)
                                                        || outcome.end()
                                                                .returned(name, outcome.start()))
                                        .as("%s: %s of %s", name, outcome.end(), outcome.start())
                                        .isTrue();
                            }
                        });
    }

    @Test
    void aFigureThatDoesNotReturnIsSeen() {
        Figures start = new Figures(Map.of("descriptors: sockets", 2L, Figures.HEAP, 10_000L));
        assertThat(start.returned(start)).isTrue();
        assertThat(new Figures(Map.of("descriptors: sockets", 3L)).returned(start)).isFalse();
        assertThat(new Figures(Map.of()).returned(start)).as("one that is lost").isFalse();
        Figures warmer = new Figures(Map.of("descriptors: sockets", 2L, Figures.HEAP, 16_000L));
        assertThat(warmer.returned(start)).as("5 MB and a tenth").isTrue();
        Figures grown = new Figures(Map.of("descriptors: sockets", 2L, Figures.HEAP, 16_200L));
        assertThat(grown.returned(start)).isFalse();
    }
}

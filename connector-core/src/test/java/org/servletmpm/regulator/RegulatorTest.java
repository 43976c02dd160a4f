package org.servletmpm.regulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;

/** Replays httpd's spare maintenance second by second; what it gives was seen on httpd 2.4. */
class RegulatorTest {

    private static SimulatedFamily prefork(String... more) throws ConfigurationException {
        return new SimulatedFamily(
                directives(
                        Model.PREFORK,
                        "StartServers 3\nMinSpareServers 3\nMaxSpareServers 6"
                                + "\nMaxRequestWorkers 40",
                        more),
                0);
    }

    private static SimulatedFamily threaded(Model model, String... more)
            throws ConfigurationException {
        return new SimulatedFamily(
                directives(
                        model,
                        "StartServers 2\nThreadsPerChild 5\nMinSpareThreads 10"
                                + "\nMaxSpareThreads 20\nMaxRequestWorkers 60\nServerLimit 16",
                        more),
                0);
    }

    private static Directives directives(Model model, String usual, String... more)
            throws ConfigurationException {
        return Directives.builder()
                .model(model)
                .read(usual + "\n" + String.join("\n", more), "mpm.conf")
                .build();
    }

    @Test
    void preforkStartsOneThenTwiceAsManyEachSecond() throws ConfigurationException {
        SimulatedFamily family = prefork().load(30);

        assertThat(family.children(8)).containsExactly(4, 6, 10, 18, 34, 34, 34, 34);
    }

    @Test
    void preforkRetiresOneChildASecond() throws ConfigurationException {
        SimulatedFamily family = prefork().load(30);
        family.children(6);

        family.load(20);

        assertThat(family.children(10)).containsExactly(33, 32, 31, 30, 29, 28, 27, 26, 26, 26);
    }

    @Test
    void preforkReportsItsLimitOnce() throws ConfigurationException {
        SimulatedFamily family = prefork().load(100);

        assertThat(family.children(10)).endsWith(40, 40, 40);
        assertThat(family.reports())
                .filteredOn(message -> message.contains("MaxRequestWorkers"))
                .hasSize(1);
        family.load(0).children(40);
        family.load(100).children(10);
        assertThat(family.reports()).noneMatch(message -> message.contains("MaxRequestWorkers"));
    }

    @Test
    void workerAndEventGrowInChildrenAndCountInThreads() throws ConfigurationException {
        for (Model model : List.of(Model.WORKER, Model.EVENT)) {
            SimulatedFamily family = threaded(model).load(8);
            assertThat(family.children(3)).as("8 at once, %s", model).containsExactly(3, 5, 5);

            family.load(30);
            assertThat(family.children(4)).as("30 at once, %s", model).containsExactly(6, 8, 8, 8);
        }
    }
}

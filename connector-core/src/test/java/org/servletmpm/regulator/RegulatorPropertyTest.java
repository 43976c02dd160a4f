package org.servletmpm.regulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;

/**
 * With any directives and any load the pool comes to rest between its spares and within its limits.
 * ({@link SimulatedChildren} checks that no slot is started twice and no child retired twice.)
 */
class RegulatorPropertyTest {

    private static final int ROUNDS = 300;

    @ParameterizedTest
    @EnumSource
    void thePoolComesToRestBetweenItsSpares(Model model) throws ConfigurationException {
        Random random = new Random(model.ordinal());
        for (int round = 0; round < ROUNDS; round++) {
            Directives directives = any(model, random);
            String written = directives.effective().toString();
            SimulatedChildren group = new SimulatedChildren(directives, random.nextInt(3));
            for (int step = 0; step < 8; step++) {
                int load = random.nextInt(directives.maxRequestWorkers() + 5);
                group.load(load);
                if (random.nextInt(6) == 0) {
                    group.restart();
                }
                for (int second = 0; second < random.nextInt(5); second++) {
                    group.tick();
                    assertWithinLimits(group, directives, written);
                }
            }
            int load = random.nextInt(directives.maxRequestWorkers());
            // Children that are leaving finish first: they may hold slots for as long as they like.
            group.load(0).load(load);
            for (int second = 0; second < 3 * directives.serverLimit() + 40; second++) {
                group.tick();
                assertWithinLimits(group, directives, written);
            }
            assertAtRest(group, directives, written + " load " + load);
        }
    }

    private static void assertWithinLimits(
            SimulatedChildren group, Directives directives, String written) {
        assertThat(group.activeChildren())
                .as(written)
                .isLessThanOrEqualTo(directives.childrenLimit());
        assertThat(group.children()).as(written).isLessThanOrEqualTo(directives.serverLimit());
    }

    private static void assertAtRest(
            SimulatedChildren group, Directives directives, String written) {
        boolean threaded = directives.model().threaded();
        int least = threaded ? directives.minSpareThreads() : directives.minSpareServers();
        int most = threaded ? directives.maxSpareThreads() : directives.maxSpareServers();
        assertThat(group.idle()).as(written).isLessThanOrEqualTo(most);
        if (group.activeChildren() < directives.childrenLimit()
                && group.children() < directives.serverLimit()) {
            assertThat(group.idle()).as(written).isGreaterThanOrEqualTo(least);
        }
        int before = group.children();
        group.tick().tick();
        assertThat(group.children()).as(written + " is at rest").isEqualTo(before);
    }

    private static Directives any(Model model, Random random) throws ConfigurationException {
        int threads = model.threaded() ? random.nextInt(1, 12) : 1;
        int children = random.nextInt(1, 30);
        int least = random.nextInt(1, 40);
        String spare = model.threaded() ? "SpareThreads " : "SpareServers ";
        return Directives.builder()
                .model(model)
                .read(
                        String.join(
                                "\n",
                                "StartServers " + random.nextInt(1, 10),
                                "ThreadsPerChild " + threads,
                                "ServerLimit " + (children + random.nextInt(30)),
                                "MaxRequestWorkers " + children * threads,
                                "Min" + spare + least,
                                "Max" + spare + (least + random.nextInt(40))),
                        "mpm.conf")
                .build();
    }
}

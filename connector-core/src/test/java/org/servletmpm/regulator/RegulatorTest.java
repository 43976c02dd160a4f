package org.servletmpm.regulator;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;

/** The regulator decides, second by second, what httpd 2.4 was seen to decide. */
class RegulatorTest {

    private static SimulatedChildren prefork(String... more) throws ConfigurationException {
        return new SimulatedChildren(
                directives(
                        Model.PREFORK,
                        "StartServers 3\nMinSpareServers 3\nMaxSpareServers 6"
                                + "\nMaxRequestWorkers 40",
                        more),
                0);
    }

    private static SimulatedChildren threaded(Model model, String... more)
            throws ConfigurationException {
        return new SimulatedChildren(
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
        SimulatedChildren group = prefork().load(30);

        assertThat(group.children(8)).containsExactly(4, 6, 10, 18, 34, 34, 34, 34);
    }

    @Test
    void preforkRetiresOneChildASecond() throws ConfigurationException {
        SimulatedChildren group = prefork().load(30);
        group.children(6);

        group.load(20);

        assertThat(group.children(10)).containsExactly(33, 32, 31, 30, 29, 28, 27, 26, 26, 26);
    }

    @Test
    void preforkReportsItsLimitOnce() throws ConfigurationException {
        SimulatedChildren group = prefork().load(100);

        assertThat(group.children(10)).endsWith(40, 40, 40);
        assertThat(group.reports())
                .filteredOn(message -> message.contains("MaxRequestWorkers"))
                .hasSize(1);
        group.load(0).children(40);
        group.load(100).children(10);
        assertThat(group.reports()).noneMatch(message -> message.contains("MaxRequestWorkers"));
    }

    @Test
    void workerAndEventGrowInChildrenAndCountInThreads() throws ConfigurationException {
        for (Model model : List.of(Model.WORKER, Model.EVENT)) {
            SimulatedChildren group = threaded(model).load(8);
            assertThat(group.children(3)).as("8 at once, %s", model).containsExactly(3, 5, 5);

            group.load(30);
            assertThat(group.children(4)).as("30 at once, %s", model).containsExactly(6, 8, 8, 8);
        }
    }

    @Test
    void workerShrinksEverySecondAndEventEveryOther() throws ConfigurationException {
        assertThat(peakThenCalm(Model.WORKER).children(9))
                .containsExactly(11, 10, 9, 8, 7, 6, 5, 4, 4);
        assertThat(peakThenCalm(Model.EVENT).children(16))
                .containsExactly(11, 11, 10, 10, 9, 9, 8, 8, 7, 7, 6, 6, 5, 5, 4, 4);
    }

    private static SimulatedChildren peakThenCalm(Model model) throws ConfigurationException {
        SimulatedChildren group = threaded(model).load(60);
        assertThat(group.children(6)).endsWith(12, 12);
        return group.load(2);
    }

    /** Why ServerLimit may exceed what MaxRequestWorkers needs. */
    @Test
    void eventShrinksEverySecondWithMoreSlotsToSpareThanARestartNeeds()
            throws ConfigurationException {
        SimulatedChildren group = threaded(Model.EVENT, "ServerLimit 30").load(60);
        group.children(6);

        group.load(2);

        assertThat(group.children(4)).containsExactly(11, 10, 9, 8);
    }

    @Test
    void eventWaitsForAChildThatDrainsBeforeItRetiresAnother() throws ConfigurationException {
        SimulatedChildren group = threaded(Model.EVENT).load(60);
        group.children(6);
        group.load(30).retire(0);

        assertThat(group.children(5)).containsOnly(12);

        group.kill(0);
        assertThat(group.children(2)).containsExactly(10, 10);
    }

    @Test
    void workerDoesNotWait() throws ConfigurationException {
        SimulatedChildren group = threaded(Model.WORKER).load(60);
        group.children(6);
        group.load(30).retire(0);

        assertThat(group.children(2)).containsExactly(11, 10);
    }

    @Test
    void theChildWithLeastToFinishGoesAndOfThoseTheHighestSlot() throws ConfigurationException {
        SimulatedChildren group = threaded(Model.WORKER).load(60);
        group.children(6);
        group.actions();

        group.load(22).tick();
        assertThat(group.actions())
                .containsExactly(new Action.Retire(11, "38 idle, MaxSpareThreads 20"));
        group.tick();
        assertThat(group.actions())
                .containsExactly(new Action.Retire(10, "33 idle, MaxSpareThreads 20"));
    }

    @Test
    void preforkRetiresIdleChildrenOnly() throws ConfigurationException {
        SimulatedChildren group = prefork().load(30);
        group.children(6);
        group.actions();

        group.load(12).children(40);

        assertThat(group.busy()).isEqualTo(12);
        assertThat(group.children()).isEqualTo(18);
        assertThat(group.actions())
                .extracting(action -> ((Action.Retire) action).slot())
                .allMatch(slot -> slot >= 12);
    }

    @Test
    void startsSayWhyAndTakeTheLowestFreeSlots() throws ConfigurationException {
        SimulatedChildren group = threaded(Model.EVENT).load(24).tick();
        group.kill(0);
        group.actions();

        group.tick();

        assertThat(group.actions())
                .containsExactly(
                        new Action.Start(0, "0 idle, MinSpareThreads 10, rate 2"),
                        new Action.Start(3, "0 idle, MinSpareThreads 10, rate 2"));
    }

    @Test
    void aBusyServerIsReportedFromRateEightOn() throws ConfigurationException {
        SimulatedChildren group = prefork().load(40);
        group.children(3);
        assertThat(group.reports()).isEmpty();
        group.tick();
        assertThat(group.reports())
                .singleElement(as(STRING))
                .contains("starting 8 children", "MinSpareServers");
    }

    @Test
    void childrenThatTakeLongToStartAreNotStartedTwice() throws ConfigurationException {
        Directives directives =
                directives(
                        Model.EVENT,
                        "StartServers 2\nThreadsPerChild 5\nMinSpareThreads 10"
                                + "\nMaxSpareThreads 20\nMaxRequestWorkers 60");
        SimulatedChildren group = new SimulatedChildren(directives, 5);

        assertThat(group.children(4)).containsOnly(2);
        group.load(8).children(6);
        assertThat(group.children()).isEqualTo(5);
    }

    @Test
    void aChildThatRefusesConnectionsHasNoIdleWorkersInEvent() throws ConfigurationException {
        SimulatedChildren group = threaded(Model.EVENT);
        assertThat(group.children(3)).containsOnly(2);

        group.refuse(1);

        assertThat(group.children(2)).containsExactly(3, 3);
    }

    @Test
    void tenShortagesAfterAGracefulRestartDoNotSpeedUpGrowth() throws ConfigurationException {
        SimulatedChildren group = prefork().load(30);
        group.children(6);
        group.restart();
        assertThat(group.activeChildren()).isZero();

        // The slots of MaxRequestWorkers that the 30 busy old children do not hold.
        assertThat(group.children(12))
                .containsExactly(31, 32, 33, 33, 33, 33, 33, 33, 33, 33, 33, 33);
        group.load(0).tick();
        assertThat(group.children()).isEqualTo(3);
        group.load(30);
        assertThat(group.children(9)).containsExactly(4, 5, 6, 7, 8, 9, 10, 11, 13);
    }

    @Test
    void aChildThatCannotBeStartedSlowsTheGrowthDown() throws ConfigurationException {
        SimulatedChildren group = prefork().load(40);
        assertThat(group.children(3)).containsExactly(4, 6, 10);

        group.cannotStart();

        assertThat(group.children(3)).containsExactly(11, 13, 17);
    }

    @Test
    void comingNearTheLimitAndReachingItAreReportedOnceEach() throws ConfigurationException {
        for (Model model : List.of(Model.WORKER, Model.EVENT)) {
            SimulatedChildren group = threaded(model).load(44);
            group.children(8);
            assertThat(group.children()).isEqualTo(12);
            group.reports();

            group.load(55).children(5);
            assertThat(group.reports())
                    .singleElement(as(STRING))
                    .contains("5 workers are idle", "MinSpareThreads (10)");
            group.load(70).children(5);
            assertThat(group.reports())
                    .singleElement(as(STRING))
                    .contains("MaxRequestWorkers (60) is reached");
            group.load(55).children(5);
            assertThat(group.reports()).isEmpty();
        }
    }

    @Test
    void childrenThatLeaveMayFillTheScoreboard() throws ConfigurationException {
        SimulatedChildren group = threaded(Model.WORKER, "ServerLimit 13").load(60);
        group.children(6);
        for (int slot = 0; slot < 4; slot++) {
            group.retire(slot);
        }
        group.reports();

        assertThat(group.children(5)).containsOnly(13);
        assertThat(group.reports())
                .singleElement(as(STRING))
                .contains("4 of the 13 slots", "raise ServerLimit");
    }

    @Test
    void aRestartAllowsEveryReportAgain() throws ConfigurationException {
        SimulatedChildren group = prefork().load(100);
        group.children(8);
        assertThat(group.reports()).anyMatch(message -> message.contains("is reached"));

        group.restart();
        group.children(3);

        assertThat(group.reports()).anyMatch(message -> message.contains("is reached"));
    }
}

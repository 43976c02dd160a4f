package org.servletmpm.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command line selects probes and refuses unknown options. */
class OptionsTest {

    /** As a command of its own, in the place of the one that mixes them in. */
    @CommandLine.Command
    private static final class Mixing {
        @CommandLine.Mixin private Options options;
    }

    private static Selection select(String... arguments) {
        Mixing mixing = new Mixing();
        new CommandLine(mixing).parseArgs(arguments);
        return mixing.options.selection();
    }

    private static List<String> plan(String... arguments) {
        return Plan.of(select(arguments)).stream()
                .flatMap(
                        session ->
                                Stream.concat(session.cold().stream(), session.probes().stream())
                                        .map(
                                                probe ->
                                                        Result.none(session.setup(), probe, "")
                                                                .label()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--only=speed | \"speed\": allowed targets, price, virtual, alloc, peers",
                "--container=glassfish | \"glassfish\": allowed tomcat, jetty",
                "--model=itk | \"itk\": allowed event, worker, prefork",
                "--case=hello | \"hello\": allowed hello-1, hello-8, hello-64, cold-64",
                "--jvms=0 | --jvms 0: allowed 1 or more",
                "--pairs=0 | --pairs 0: allowed 1 or more",
                "--seconds=0 | --seconds 0: allowed 1 or more",
                "--warm-up=-1 | --warm-up -1: allowed 0 or more",
                "--pairs=x | 'x' is not an int",
                "--bogus | Unknown option: '--bogus'"
            })
    void badOptionIsNamedWithWhatIsAllowed(String argument, String message) {
        assertThatThrownBy(() -> select(argument))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining(message);
    }

    @Test
    void oneCellIsOneProbeInEachJvm() {
        String cell = "targets tomcat event hello-8";
        assertThat(plan("--only=targets", "--container=tomcat", "--model=event", "--case=hello-8"))
                .containsExactly(cell, cell, cell);
    }

    @Test
    void targetsAreOfEveryModelAndTheRestOfEvent() {
        List<String> all = plan("--jvms=1");
        assertThat(all)
                .filteredOn(label -> label.startsWith("targets"))
                .hasSize(24)
                .contains("targets jetty prefork hello-64", "targets tomcat worker cold-8");
        assertThat(all)
                .filteredOn(label -> label.startsWith("price"))
                .hasSize(22)
                .allMatch(label -> label.contains(" event "));
        assertThat(plan("--only=price", "--model=worker", "--case=tls-8", "--jvms=1"))
                .containsExactly("price tomcat worker tls-8", "price jetty worker tls-8");
    }

    @Test
    void whatHasNoTargetIsMeasuredWhenItIsNamed() {
        assertThat(plan()).noneMatch(label -> label.endsWith(" idle"));
        assertThat(plan("--only=price", "--container=jetty", "--case=idle", "--jvms=2"))
                .containsExactly("price jetty event idle", "price jetty event idle");
        assertThat(Case.values())
                .allSatisfy(
                        what ->
                                assertThat(Target.of(Part.PRICE, "event", what) != null)
                                        .isEqualTo(Case.USUAL.contains(what)));
    }

    @Test
    void whatARequestTakesIsCountedInOneJvm() {
        assertThat(Plan.of(select("--only=alloc")))
                .hasSize(6)
                .allMatch(session -> session.cost() && session.probes().isEmpty());
    }

    @Test
    void preforkIsNotAskedForHttp2() {
        assertThat(plan("--only=price", "--model=prefork", "--case=http2-8x8,http2-tls-1x32"))
                .isEmpty();
    }

    @Test
    void allOfItTakesLessThanTwentyFiveMinutes() {
        Selection all = select();
        long seconds = Peers.seconds(all);
        for (Session session : Plan.of(all)) {
            seconds += session.seconds(all);
        }
        assertThat(seconds).isLessThan(25 * 60);
    }

    @Test
    void serversWithTlsAreAskedOverTls() {
        assertThat(Plan.of(select("--only=price", "--case=tls-64")))
                .allSatisfy(
                        session ->
                                assertThat(session.setup().hello(16).command(81, 1))
                                        .endsWith("https://127.0.0.1:81/hello"));
    }

    @Test
    void transportsWarmUpLongerAndWithThemselves() {
        Selection http2 = select("--only=price", "--case=http2-tls-1x32");
        assertThat(Plan.of(http2))
                .hasSize(6)
                .allSatisfy(
                        session ->
                                assertThat(session.steps(http2))
                                        .containsExactly(
                                                step(new H2load(8, 8, "https", "/hello"), 10)));
        Selection hello = select("--only=targets", "--case=hello-8", "--warm-up=5");
        assertThat(Plan.of(hello))
                .allSatisfy(
                        session ->
                                assertThat(session.steps(hello))
                                        .containsExactly(step(Wrk.get(64, "/hello"), 5)));
    }

    @Test
    void coldIsMeasuredFromTwoToSixSecondsAfterTheStartAndIsAWarmUp() {
        Selection cold = select("--only=targets");
        assertThat(Plan.of(cold))
                .allSatisfy(
                        session ->
                                assertThat(session.steps(cold))
                                        .containsExactly(
                                                step(Wrk.get(64, "/hello"), 2),
                                                step(Wrk.get(64, "/hello"), 2),
                                                step(Wrk.get(8, "/hello"), 2)));
    }

    private static Session.Step step(Load load, int seconds) {
        return new Session.Step(load, seconds);
    }

    @Test
    void directivesAreForOursAlone() {
        Setup setup =
                Plan.of(select("--only=price", "--case=tls-8", "--set=MaxMemFree=1"))
                        .get(0)
                        .setup();
        assertThat(setup.arguments(false))
                .contains("--tls", "MaxMemFree=1")
                .doesNotContain("--stock");
        assertThat(setup.arguments(true))
                .contains("--tls", "--stock")
                .doesNotContain("MaxMemFree=1");
    }
}

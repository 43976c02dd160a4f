package org.servletmpm.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
                                session.probes().stream()
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
                "--case=hello | \"hello\": allowed hello-1, hello-8, hello-64, p99-8",
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
    void oneCellIsOneProbe() {
        assertThat(plan("--only=targets", "--container=tomcat", "--model=event", "--case=hello-8"))
                .containsExactly("targets tomcat event hello-8");
    }

    @Test
    void targetsAreOfEveryModelAndTheRestOfEvent() {
        List<String> all = plan();
        assertThat(all)
                .filteredOn(label -> label.startsWith("targets"))
                .hasSize(18)
                .contains("targets jetty prefork hello-64", "targets tomcat worker hello-1");
        assertThat(all)
                .filteredOn(label -> label.startsWith("price"))
                .hasSize(22)
                .allMatch(label -> label.contains(" event "));
        assertThat(plan("--only=price", "--model=worker", "--case=tls"))
                .containsExactly("price tomcat worker tls", "price jetty worker tls");
    }

    @Test
    void allOfItTakesLessThanTwentyMinutes() {
        Selection all = select();
        long seconds = Peers.seconds(all);
        for (Session session : Plan.of(all)) {
            seconds += session.seconds(all);
        }
        assertThat(seconds).isLessThan(20 * 60);
    }

    @Test
    void serversWithTlsAreAskedOverTls() {
        assertThat(Plan.of(select("--only=price", "--case=tls")))
                .allSatisfy(
                        session ->
                                assertThat(session.setup().hello(16).command(81, 1))
                                        .endsWith("https://127.0.0.1:81/hello"));
    }

    @Test
    void whatIsMeasuredAloneWarmsUp() {
        assertThat(Plan.of(select("--only=price", "--case=http2")))
                .allSatisfy(session -> assertThat(session.warming()).isInstanceOf(H2load.class));
        assertThat(Plan.of(select("--only=targets")))
                .allSatisfy(session -> assertThat(session.warming()).isInstanceOf(Wrk.class));
    }

    @Test
    void directivesAreForOursAlone() {
        Setup setup =
                Plan.of(select("--only=price", "--case=tls", "--set=MaxMemFree=1")).get(0).setup();
        assertThat(setup.arguments(false))
                .contains("--tls", "MaxMemFree=1")
                .doesNotContain("--stock");
        assertThat(setup.arguments(true))
                .contains("--tls", "--stock")
                .doesNotContain("MaxMemFree=1");
    }
}

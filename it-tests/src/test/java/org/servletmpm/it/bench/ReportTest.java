package org.servletmpm.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A report has a table, a reason for each gap, and files for machines. */
class ReportTest {

    private static final Setup SETUP = new Setup("tomcat", "event", List.of());

    private static Result hello(Case what, double rate) {
        Sample mpm = new Sample(new Run(rate * 1000, 2, 1_000, List.of()), Duration.ofMillis(9));
        Sample stock = new Sample(new Run(1000, 4, 1_000, List.of()), Duration.ofMillis(10));
        return Result.of(SETUP, probe(what), Comparison.ofPairs(List.of(mpm), List.of(stock)));
    }

    private static Probe probe(Case what) {
        Target target = Target.of(Part.TARGETS, "event", what);
        Load load = Wrk.get(1, "/hello");
        return new Probe(Part.TARGETS, what, target, load, BackgroundClients.NONE);
    }

    private static Report report(Result... results) {
        return new Report(
                Map.of("kernel", "Linux 6.18"),
                "Medians over 3 JVMs",
                List.of(results),
                List.of(new Cost("jetty", "event", 900.4, 1000, Map.of("all", 2.25), Map.of())),
                List.of(
                        new PeerResult(
                                "Undertow",
                                Case.HELLO_8,
                                new Spread(3, 2, 4),
                                Spread.of(0.5),
                                Spread.of(9.75))),
                List.of("no h2load"));
    }

    @Test
    void targetsAreBesideTheRatios() {
        assertThat(Markdown.of(report(hello(Case.HELLO_1, 1.04), hello(Case.HELLO_8, 1.1))))
                .contains("Medians over 3 JVMs\n")
                .contains(
                        "| Tomcat | event | 1 connection | 1.04 [1.04-1.04] | 0.50 [0.50-0.50] |"
                                + " 0.90 [0.90-0.90] | - | 1040 | 1000 | 2.00 | 4.00 | 9.0 |"
                                + " 10.0 |\n")
                .contains(
                        "| Tomcat | event | 8 connections | 1.10 [1.10-1.10] | 0.50 [0.50-0.50] |"
                                + " 0.90 [0.90-0.90] | 1.2, 1.0, 0.6: missed (req/s, CPU) |");
    }

    @Test
    void whatCouldNotBeMeasuredHasAPlaceAndAReason() {
        Result none = Result.none(SETUP, probe(Case.COLD_8), "no wrk");
        assertThat(Markdown.of(report(none)))
                .contains("| - | - | - | 1.0, 1.2, 1.0: not measured | - |")
                .contains("- no h2load\n")
                .doesNotContain("Other loads");
    }

    @Test
    void cellIsOverTheJvmsInWhichItWasMeasured() {
        Result none = Result.none(SETUP, probe(Case.HELLO_8), "no answer");
        List<Result> merged =
                Result.overJvms(
                        List.of(
                                hello(Case.HELLO_8, 1.1),
                                hello(Case.COLD_8, 1.0),
                                none,
                                hello(Case.HELLO_8, 1.3)));
        assertThat(merged).extracting(Result::what).containsExactly(Case.HELLO_8, Case.COLD_8);
        assertThat(merged.get(0).note()).isEqualTo("no answer");
        Comparison found = merged.get(0).comparison().orElseThrow();
        assertThat(found.jvms()).isEqualTo(2);
        assertThat(found.rate().ratio().show(2)).isEqualTo("1.20 [1.10-1.30]");
        assertThat(Result.overJvms(List.of(none, none)))
                .singleElement()
                .satisfies(result -> assertThat(result.verdict()).isEqualTo("not measured"));
    }

    @Test
    void costsAndPeersAreShown() {
        assertThat(Markdown.of(report()))
                .contains("| Jetty | event | 900 | 1000 | 2.25 | - |")
                .contains(
                        "| Undertow | 8 connections | 3 [2-4] | 0.50 [0.50-0.50] | 9.8 [9.8-9.8] |")
                .contains("| kernel | Linux 6.18 |");
    }

    @Test
    void filesAreForMachinesToo(@TempDir Path directory) throws Exception {
        report(hello(Case.HELLO_8, 1.2)).write(directory.resolve("new"));
        JsonNode json = JsonMapper.shared().readTree(read(directory, "json"));
        JsonNode result = json.get("results").get(0);
        assertThat(result.at("/comparison/rate/ratio/median").doubleValue()).isEqualTo(1.2);
        assertThat(result.at("/comparison/cpu/ratio/median").doubleValue()).isEqualTo(0.9);
        assertThat(result.at("/target/cpu").doubleValue()).isEqualTo(0.6);
        assertThat(json.get("environment").get("kernel").stringValue()).isEqualTo("Linux 6.18");
        assertThat(read(directory, "md")).contains("missed (CPU)");
        var svg = new InputSource(new StringReader(read(directory, "svg")));
        var picture = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg);
        assertThat(picture.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(read(directory, "svg")).contains("8 conn.", "Tomcat");
    }

    private static String read(Path directory, String extension) throws IOException {
        return Files.readString(directory.resolve("new").resolve("benchmark." + extension));
    }
}

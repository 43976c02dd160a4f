package org.servletmpm.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Target target = Target.hello("tomcat", "event", what.connections());
        Probe probe =
                new Probe(Part.TARGETS, what, target, Wrk.get(1, "/hello"), BackgroundClients.NONE);
        Run mpm = new Run(rate * 1000, 2, 1, List.of());
        return Result.of(
                SETUP, probe, Comparison.of(List.of(mpm), List.of(new Run(1000, 4, 1, List.of()))));
    }

    private static Report report(Result... results) {
        return new Report(
                Map.of("kernel", "Linux 6.18"),
                5,
                2,
                List.of(results),
                List.of(new Cost("jetty", "event", 900.4, 1000, Map.of("all", 2.25), Map.of())),
                List.of(
                        new PeerResult(
                                "Undertow", Case.HELLO_8, new Spread(3, 2, 4), Spread.of(0.5))),
                List.of("no h2load"));
    }

    @Test
    void targetsAreBesideTheRatios() {
        assertThat(Markdown.of(report(hello(Case.HELLO_1, 1.04), hello(Case.HELLO_8, 1.2))))
                .contains(
                        """
                        | container | model | 1 connection | target | 8 connections | target |
                        | --- | --- | ---: | ---: | ---: | ---: |
                        | Tomcat | event | 1.04 [1.04-1.04] | 1.0 reached | 1.20 [1.20-1.20] | 1.35 missed |
                        """)
                .contains("| Tomcat | event | 0.50 [0.50-0.50] | 0.50 [0.50-0.50] |\n");
    }

    @Test
    void whatCouldNotBeMeasuredHasAPlaceAndAReason() {
        Probe probe =
                new Probe(
                        Part.PRICE,
                        Case.HTTP2,
                        Target.NO_PRICE,
                        new H2load(8, 8, "/"),
                        BackgroundClients.NONE);
        assertThat(Markdown.of(report(Result.none(SETUP, probe, "no h2load"))))
                .contains("| HTTP/2, 8 connections with 8 streams | - | - | not measured | - |")
                .contains("- no h2load\n")
                .doesNotContain("of the hello servlet, as a ratio");
    }

    @Test
    void costsAndPeersAreShown() {
        assertThat(Markdown.of(report()))
                .contains("| Jetty | event | 900 | 1000 | 2.25 | - |")
                .contains("| Undertow | 8 connections | 3 [2-4] | 0.50 [0.50-0.50] |")
                .contains("| kernel | Linux 6.18 |");
    }

    @Test
    void filesAreForMachinesToo(@TempDir Path directory) throws Exception {
        report(hello(Case.HELLO_8, 1.2)).write(directory.resolve("new"));
        JsonNode json = JsonMapper.shared().readTree(read(directory, "json"));
        JsonNode result = json.get("results").get(0);
        assertThat(result.get("comparison").get("rate").get("median").doubleValue()).isEqualTo(1.2);
        assertThat(json.get("environment").get("kernel").stringValue()).isEqualTo("Linux 6.18");
        assertThat(read(directory, "md")).contains("1.35 missed");
        var svg = new InputSource(new StringReader(read(directory, "svg")));
        var picture = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg);
        assertThat(picture.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(read(directory, "svg")).contains("8 conn.", "Tomcat");
    }

    private static String read(Path directory, String extension) throws IOException {
        return Files.readString(directory.resolve("new").resolve("benchmark." + extension));
    }
}

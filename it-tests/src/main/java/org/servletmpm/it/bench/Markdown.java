package org.servletmpm.it.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The tables of a report, as they are pasted into a document. */
final class Markdown {

    private static final String NOTHING = "-";

    private final StringBuilder text = new StringBuilder();
    private final Report report;

    private Markdown(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        Markdown markdown = new Markdown(report);
        markdown.environment();
        markdown.compared(Part.TARGETS, "The hello servlet, beside the stock connector");
        markdown.compared(Part.PRICE, "Other loads, beside the stock connector");
        markdown.compared(Part.VIRTUAL, "Virtual threads, beside the stock connector's");
        markdown.costs();
        markdown.peers();
        markdown.notes();
        return markdown.text.toString();
    }

    private void environment() {
        line("# Benchmark");
        line("");
        line(report.method());
        line("");
        header(List.of("", ""), 2);
        report.environment().forEach((name, value) -> row(List.of(name, value)));
        line("");
    }

    private void compared(Part part, String title) {
        List<Result> results = results(part);
        if (results.isEmpty()) {
            return;
        }
        title(title);
        header(
                List.of(
                        "container",
                        "model",
                        "case",
                        "req/s, ratio",
                        "p99, ratio",
                        "CPU/req, ratio",
                        "target: req/s, p99, CPU",
                        "req/s",
                        "stock req/s",
                        "p99 ms",
                        "stock p99 ms",
                        "CPU us/req",
                        "stock CPU us/req"),
                3);
        for (Result result : results) {
            Optional<Comparison> found = result.comparison();
            row(
                    List.of(
                            containerName(result.container()),
                            result.model(),
                            result.what().title(),
                            cell(found, c -> c.rate().ratio().show(2)),
                            cell(found, c -> c.p99().ratio().show(2)),
                            cell(found, c -> c.cpu().ratio().show(2)),
                            target(result),
                            cell(found, c -> c.rate().mpm().showMedian(0)),
                            cell(found, c -> c.rate().stock().showMedian(0)),
                            cell(found, c -> c.p99().mpm().showMedian(2)),
                            cell(found, c -> c.p99().stock().showMedian(2)),
                            cell(found, c -> c.cpu().mpm().showMedian(1)),
                            cell(found, c -> c.cpu().stock().showMedian(1))));
        }
        line("");
    }

    private static String target(Result result) {
        return result.target() == null ? NOTHING : result.target().show() + ": " + result.verdict();
    }

    private void costs() {
        if (report.costs().isEmpty()) {
            return;
        }
        title("What a request of the hello servlet takes, 64 connections");
        header(
                List.of("container", "model", "bytes allocated", "stock", "system calls", "stock"),
                2);
        for (Cost cost : report.costs()) {
            row(
                    List.of(
                            containerName(cost.container()),
                            cost.model(),
                            number(cost.bytes(), 0),
                            number(cost.stockBytes(), 0),
                            calls(cost.syscalls()),
                            calls(cost.stockSyscalls())));
        }
        line("");
    }

    private static String calls(Map<String, Double> calls) {
        List<String> words = new ArrayList<>();
        calls.forEach(
                (name, number) ->
                        words.add(
                                name.equals("all")
                                        ? number(number, 2)
                                        : name + " " + number(number, 2)));
        return words.isEmpty() ? NOTHING : String.join(", ", words);
    }

    private void peers() {
        if (report.peers().isEmpty()) {
            return;
        }
        title("Beside others");
        header(List.of("server", "case", "req/s", "p99 ms", "CPU us/req"), 2);
        for (PeerResult peer : report.peers()) {
            row(
                    List.of(
                            peer.server(),
                            peer.what().title(),
                            peer.requestsPerSecond().show(0),
                            peer.p99Millis().show(2),
                            peer.cpuMicros().show(1)));
        }
        line("");
    }

    private void notes() {
        if (!report.notes().isEmpty()) {
            title("Notes");
            report.notes().forEach(note -> line("- " + note));
            line("");
        }
    }

    private static String cell(
            Optional<Comparison> comparison, Function<Comparison, String> figure) {
        return comparison.map(figure).orElse(NOTHING);
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    static String containerName(String container) {
        return container.substring(0, 1).toUpperCase(Locale.ROOT) + container.substring(1);
    }

    private List<Result> results(Part part) {
        return report.results().stream().filter(result -> result.part() == part).toList();
    }

    private void title(String title) {
        line("## " + title);
        line("");
    }

    /**
     * @param words columns that have no numbers, the first ones
     */
    private void header(List<String> names, int words) {
        row(names);
        List<String> rule = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            rule.add(i < words ? "---" : "---:");
        }
        row(rule);
    }

    private void row(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}

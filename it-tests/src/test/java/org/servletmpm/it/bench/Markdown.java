package org.servletmpm.it.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The tables of the report, as they are pasted into a document. */
final class Markdown {

    private final StringBuilder text = new StringBuilder();
    private final List<Result> results;

    private Markdown(List<Result> results) {
        this.results = results;
    }

    static String of(List<Result> results) {
        Markdown markdown = new Markdown(results);
        markdown.targets("Requests per second, as a ratio to the stock connector", true);
        markdown.targets("p99, as a ratio to the stock connector", false);
        markdown.figures();
        return markdown.text.toString();
    }

    /** A row for each container and model, a column for each number of connections. */
    private void targets(String title, boolean rate) {
        List<Result> targets = results(Part.TARGETS);
        if (targets.isEmpty()) {
            return;
        }
        line("**%s**", title);
        line("");
        List<Case> columns = targets.stream().map(Result::what).distinct().sorted().toList();
        List<String> header = new ArrayList<>(List.of("", ""));
        columns.forEach(column -> header.add(column.title()));
        row(header);
        row(header.stream().map(cell -> cell.isEmpty() ? "---" : "---:").toList());
        targets.stream()
                .map(result -> List.of(result.container(), result.model()))
                .distinct()
                .forEach(key -> row(targetRow(key, columns, targets, rate)));
        line("");
    }

    private static List<String> targetRow(
            List<String> key, List<Case> columns, List<Result> targets, boolean rate) {
        List<String> cells = new ArrayList<>(List.of(containerName(key.get(0)), key.get(1)));
        for (Case column : columns) {
            Optional<Result> result =
                    targets.stream()
                            .filter(r -> r.container().equals(key.get(0)))
                            .filter(r -> r.model().equals(key.get(1)))
                            .filter(r -> r.what() == column)
                            .findFirst();
            Function<Comparison, String> cell =
                    rate
                            ? c -> c.rate().show(2) + " of " + result.orElseThrow().target().rate()
                            : c -> c.p99().show(2);
            cells.add(result.flatMap(Result::comparison).map(cell).orElse("-"));
        }
        return cells;
    }

    /** Everything that was compared, in full. */
    private void figures() {
        line("| | | | req/s, ratio | p99, ratio | req/s | stock | p99, ms | stock | target |");
        line("|---|---|---|---:|---:|---:|---:|---:|---:|---|");
        results.forEach(result -> row(figures(result)));
    }

    private static List<String> figures(Result result) {
        List<String> cells = new ArrayList<>();
        cells.add(containerName(result.container()));
        cells.add(result.model());
        cells.add(result.what().title());
        result.comparison()
                .ifPresentOrElse(
                        c -> {
                            cells.add(c.rate().show(2));
                            cells.add(c.p99().show(2));
                            cells.add(c.requestsPerSecond().showMedian(0));
                            cells.add(c.stockRequestsPerSecond().showMedian(0));
                            cells.add(c.p99Millis().showMedian(2));
                            cells.add(c.stockP99Millis().showMedian(2));
                        },
                        () -> cells.addAll(List.of("-", "-", "-", "-", "-", "-")));
        cells.add(result.reached() ? "reached" : "missed");
        return cells;
    }

    private static String containerName(String container) {
        return container.substring(0, 1).toUpperCase(Locale.ROOT) + container.substring(1);
    }

    private List<Result> results(Part part) {
        return results.stream().filter(result -> result.part() == part).toList();
    }

    private void row(List<String> cells) {
        line("| %s |", String.join(" | ", cells));
    }

    private void line(String format, Object... values) {
        text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}

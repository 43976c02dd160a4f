package org.servletmpm.it.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The targets as an SVG picture: for each container and number of connections a bar for each model,
 * with a line from the least to the greatest JVM, and a mark where there is a target. Made of
 * nothing but rectangles, lines and text, so that two versions of it can be compared as text.
 */
final class BarChart {

    private static final int BAR = 26;
    private static final int GAP = 30;
    private static final int LEFT = 60;
    private static final int TOP = 70;
    private static final int HEIGHT = 260;
    private static final int BOTTOM = 70;
    private static final double STEP = 0.25;

    private final List<Result> targets;
    private final StringBuilder svg = new StringBuilder();
    private final double most;

    private BarChart(List<Result> targets) {
        this.targets = targets;
        double greatest =
                targets.stream()
                        .mapToDouble(r -> Math.max(target(r).orElse(0), figures(r).max()))
                        .max()
                        .orElse(1);
        this.most = Math.ceil(greatest / STEP) * STEP;
    }

    /** Empty when there is nothing to draw. */
    static Optional<String> of(Report report) {
        List<Result> drawn =
                report.results().stream()
                        .filter(r -> r.part() == Part.TARGETS && Case.HELLO.contains(r.what()))
                        .filter(r -> r.comparison().isPresent())
                        .toList();
        return drawn.isEmpty() ? Optional.empty() : Optional.of(new BarChart(drawn).draw());
    }

    private static Spread figures(Result result) {
        return result.comparison().orElseThrow().rate().ratio();
    }

    private static OptionalDouble target(Result result) {
        return result.target() == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(result.target().rate());
    }

    private String draw() {
        List<List<Result>> groups = groups();
        int width = LEFT + 10;
        for (List<Result> group : groups) {
            width += group.size() * BAR + GAP;
        }
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">",
                width, TOP + HEIGHT + BOTTOM);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
        text(LEFT, 22, "start", "Requests per second as a ratio to the stock connector");
        legend();
        for (double ratio = 0; ratio <= most; ratio += STEP) {
            line(LEFT, y(ratio), width - 10, y(ratio), ratio == 1 ? "#000000" : "#dddddd", 1);
            text(LEFT - 8, y(ratio) + 4, "end", String.format(Locale.ROOT, "%.2f", ratio));
        }
        int x = LEFT + GAP / 2;
        for (List<Result> group : groups) {
            group(x, group);
            x += group.size() * BAR + GAP;
        }
        add("</svg>");
        return svg.toString();
    }

    /** Side by side: what is of the same container and case. */
    private List<List<Result>> groups() {
        List<List<Result>> groups = new ArrayList<>();
        for (String container : targets.stream().map(Result::container).distinct().toList()) {
            for (Case what : Case.HELLO) {
                List<Result> group =
                        targets.stream()
                                .filter(r -> r.container().equals(container) && r.what() == what)
                                .toList();
                if (!group.isEmpty()) {
                    groups.add(group);
                }
            }
        }
        return groups;
    }

    private void legend() {
        int x = LEFT;
        for (String model : Options.MODELS) {
            rect(x, 36, 12, 12, colour(model));
            text(x + 18, 46, "start", model);
            x += 90;
        }
        line(x, 42, x + 14, 42, "#c00000", 3);
        text(x + 20, 46, "start", "target");
    }

    private void group(int left, List<Result> group) {
        int x = left;
        for (Result result : group) {
            bar(x, result);
            x += BAR;
        }
        int middle = (left + x) / 2;
        int connections = group.get(0).what().connections();
        text(middle, y(0) + 20, "middle", connections == 1 ? "1 conn." : connections + " conn.");
        text(middle, y(0) + 38, "middle", Markdown.containerName(group.get(0).container()));
    }

    private void bar(int x, Result result) {
        Spread rate = figures(result);
        rect(x + 2, y(rate.median()), BAR - 4, y(0) - y(rate.median()), colour(result.model()));
        int middle = x + BAR / 2;
        line(middle, y(rate.min()), middle, y(rate.max()), "#000000", 1);
        target(result).ifPresent(least -> line(x, y(least), x + BAR, y(least), "#c00000", 3));
    }

    private int y(double ratio) {
        return TOP + HEIGHT - (int) Math.round(ratio / most * HEIGHT);
    }

    private static String colour(String model) {
        return switch (model) {
            case "event" -> "#2f6fab";
            case "worker" -> "#7fb069";
            default -> "#e6aa68";
        };
    }

    private void rect(int x, int y, int width, int height, String fill) {
        add(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>",
                x, y, width, height, fill);
    }

    private void line(int x1, int y1, int x2, int y2, String colour, int width) {
        add(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"%d\"/>",
                x1, y1, x2, y2, colour, width);
    }

    private void text(int x, int y, String anchor, String text) {
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}

package org.servletmpm.status;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.servletmpm.scoreboard.Snapshot;

/** Draws the last ten minutes of an engine as lines in SVG, each over a scale that begins at 0. */
final class Charts {

    private static final int WIDTH = 300;
    private static final int HEIGHT = 60;

    /** After so long without a point the line is broken, in seconds. */
    private static final double GAP = 3 * History.STEP;

    private final HtmlWriter html;

    Charts(HtmlWriter html) {
        this.html = html;
    }

    void write(History.Past past, Snapshot now) {
        html.open("div", "class", "charts").line();
        chart("Requests per second", past, Charts::shortened, History.Point::requestsPerSecond);
        chart(
                "Busy workers, of " + now.childrenShown() * now.threadsShown(),
                past,
                Charts::shortened,
                History.Point::busyWorkers);
        chart("Connections", past, Charts::shortened, History.Point::connections);
        chart("p99 of requests", past, Charts::duration, History.Point::p99Seconds);
        html.close().line();
    }

    /** Writes a figure as it is read beside a chart. */
    private interface Written {
        String of(double value);
    }

    private void chart(
            String title,
            History.Past past,
            Written written,
            ToDoubleFunction<History.Point> value) {
        List<History.Point> points =
                past.points().stream()
                        .filter(point -> Double.isFinite(value.applyAsDouble(point)))
                        .toList();
        double most = points.stream().mapToDouble(value).max().orElse(0);
        html.open("figure").line().open("figcaption").text(title + " ");
        if (points.isEmpty()) {
            html.element("b", "-");
        } else {
            double last = value.applyAsDouble(points.get(points.size() - 1));
            html.element("b", written.of(last)).text(" ");
            html.element("span", "most " + written.of(most));
        }
        html.close().line();
        html.open(
                "svg",
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT,
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-label",
                title + " in the last ten minutes");
        html.empty("path", "d", path(points, past.now(), most, value));
        html.close().line();
        html.element("p", "10 min ago", "class", "axis").close().line();
    }

    /** A line from point to point, in whole numbers and tenths. */
    private static String path(
            List<History.Point> points,
            long now,
            double most,
            ToDoubleFunction<History.Point> value) {
        StringBuilder path = new StringBuilder();
        double before = Double.POSITIVE_INFINITY;
        for (History.Point point : points) {
            double age = point.age(now);
            double x = WIDTH * (1 - age / History.SECONDS);
            double y =
                    HEIGHT - 1 - (HEIGHT - 2) * value.applyAsDouble(point) / Math.max(most, 1e-9);
            // A point alone is a line of no length, which a round end makes visible.
            path.append(before - age > GAP ? String.format(Locale.ROOT, "M%.1f %.1fh0", x, y) : "");
            path.append(String.format(Locale.ROOT, "L%.1f %.1f", x, y));
            before = age;
        }
        return path.toString();
    }

    private static String shortened(double value) {
        return String.format(Locale.ROOT, value < 10 && value % 1 != 0 ? "%.1f" : "%.0f", value);
    }

    private static String duration(double seconds) {
        return seconds < 1
                ? String.format(Locale.ROOT, seconds < 0.01 ? "%.1f ms" : "%.0f ms", seconds * 1000)
                : String.format(Locale.ROOT, "%.1f s", seconds);
    }
}

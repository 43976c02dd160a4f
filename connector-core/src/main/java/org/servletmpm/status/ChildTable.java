package org.servletmpm.status;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.servletmpm.scoreboard.AsyncCounts;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Writes the table of event's children with their connections. The last row sums the columns as
 * they are shown: unlike {@code GracefulWorkers} (and httpd's row) it counts what leaving children
 * still serve.
 */
final class ChildTable {
    private static final List<String> ASYNC =
            List.of("wait-io", "writing", "keep-alive", "closing");

    private static final List<String> HEADINGS =
            Stream.concat(
                            Stream.of(
                                    "Slot",
                                    "PID",
                                    "Stopping",
                                    "Connections",
                                    "accepting",
                                    "busy",
                                    "graceful",
                                    "idle"),
                            ASYNC.stream())
                    .toList();

    private final HtmlWriter html;

    ChildTable(HtmlWriter html) {
        this.html = html;
    }

    /** Counts one child's threads by what they do. */
    private record Threads(int busy, int graceful, int idle) {
        static Threads of(ChildSnapshot child) {
            return new Threads(child.busyWorkers(), child.gracefulWorkers(), child.idleWorkers());
        }

        Threads plus(Threads other) {
            return new Threads(busy + other.busy, graceful + other.graceful, idle + other.idle);
        }
    }

    void table(Snapshot snapshot) {
        html.open("div", "class", "scroll", "tabindex", "0").open("table").line();
        headings();
        html.open("tbody").line();
        for (ChildSnapshot child : present(snapshot)) {
            TableRow row =
                    new TableRow(html, HEADINGS)
                            .heading(child.slot())
                            .number(child.pid())
                            .cell(stopping(child, snapshot), "text")
                            .number(child.connections())
                            .cell(yes(child.accepting()), "text");
            figures(row, Threads.of(child), child.async());
        }
        html.close().line();
        sum(snapshot);
        html.close().close().line();
    }

    /** Writes the same without a table, a line for each child. */
    void list(Snapshot snapshot) {
        html.open("ul", "class", "lines").line();
        for (ChildSnapshot child : present(snapshot)) {
            Threads threads = Threads.of(child);
            AsyncCounts async = child.async();
            html.open("li")
                    .element("b", "Slot " + child.slot())
                    .text(
                            " ("
                                    + child.pid()
                                    + "): stopping "
                                    + stopping(child, snapshot)
                                    + "; "
                                    + child.connections()
                                    + " connections, accepting "
                                    + yes(child.accepting())
                                    + "; threads "
                                    + threads.busy()
                                    + " busy, "
                                    + threads.graceful()
                                    + " graceful, "
                                    + threads.idle()
                                    + " idle; async "
                                    + async.waitIo()
                                    + " wait-io, "
                                    + async.writing()
                                    + " writing, "
                                    + async.keepAlive()
                                    + " keep-alive, "
                                    + async.closing()
                                    + " closing")
                    .close()
                    .line();
        }
        html.close().line();
    }

    private void headings() {
        html.open("thead").line().open("tr");
        html.element("th", "Slot", "scope", "col", "rowspan", "2")
                .element("th", "PID", "scope", "col", "rowspan", "2", "class", "number")
                .element("th", "Stopping", "scope", "col", "rowspan", "2");
        group("Connections", 2);
        group("Threads", 3);
        group("Async connections", ASYNC.size());
        html.close().line().open("tr");
        numberHeading("total");
        html.element("th", "accepting", "scope", "col");
        List.of("busy", "graceful", "idle").forEach(this::numberHeading);
        ASYNC.forEach(this::numberHeading);
        html.close().line().close().line();
    }

    private void numberHeading(String heading) {
        html.element("th", heading, "scope", "col", "class", "number");
    }

    private void group(String heading, int columns) {
        html.element(
                "th",
                heading,
                "scope",
                "colgroup",
                "colspan",
                Integer.toString(columns),
                "class",
                "group");
    }

    private void sum(Snapshot snapshot) {
        html.open("tfoot").line();
        TableRow row =
                new TableRow(html, HEADINGS)
                        .heading("Sum")
                        .number(snapshot.processes())
                        .cell(snapshot.stopping(), "text")
                        .number(snapshot.connsTotal())
                        .cell("", "text");
        figures(
                row,
                present(snapshot).stream()
                        .map(Threads::of)
                        .reduce(new Threads(0, 0, 0), Threads::plus),
                snapshot.async());
        html.close().line();
    }

    private static void figures(TableRow row, Threads threads, AsyncCounts async) {
        IntStream.of(
                        threads.busy(),
                        threads.graceful(),
                        threads.idle(),
                        async.waitIo(),
                        async.writing(),
                        async.keepAlive(),
                        async.closing())
                .forEach(row::number);
        row.end();
    }

    private static List<ChildSnapshot> present(Snapshot snapshot) {
        return snapshot.children().stream().filter(ChildSnapshot::present).toList();
    }

    /** Compares by order, as a slot's next child may be ahead of the server's generation. */
    private static String stopping(ChildSnapshot child, Snapshot snapshot) {
        boolean old = child.generation() < snapshot.generation();
        return yes(child.stopping()) + (old ? " (old gen)" : "");
    }

    private static String yes(boolean is) {
        return is ? "yes" : "no";
    }
}

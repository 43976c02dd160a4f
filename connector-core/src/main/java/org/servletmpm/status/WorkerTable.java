package org.servletmpm.status;

import java.time.ZonedDateTime;
import java.util.List;
import org.servletmpm.scoreboard.RequestText;
import org.servletmpm.scoreboard.WorkerStatus;

/** Writes the table of workers and what they serve or served last, with mod_status's columns. */
final class WorkerTable {
    /** Holds a heading and what the legend says of it, empty where the heading says enough. */
    private record Column(String heading, String meaning, boolean isNumber) {}

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("Srv", "Child Server number - generation", false),
                    new Column("PID", "OS process ID", true),
                    new Column(
                            "Acc",
                            "Number of accesses this connection / this child / this slot",
                            true),
                    new Column("M", "Mode of operation", false),
                    new Column("CPU", "CPU usage, number of seconds", true),
                    new Column("SS", "Seconds since beginning of most recent request", true),
                    new Column("Req", "Milliseconds required to process most recent request", true),
                    new Column("Dur", "Sum of milliseconds required to process all requests", true),
                    new Column("Conn", "Kilobytes transferred this connection", true),
                    new Column("Child", "Megabytes transferred this child", true),
                    new Column("Slot", "Total megabytes transferred this slot", true),
                    new Column("Client", "", false),
                    new Column("Protocol", "", false),
                    new Column("VHost", "", false),
                    new Column("Request", "", false));

    private static final List<String> HEADINGS = COLUMNS.stream().map(Column::heading).toList();

    private final HtmlWriter html;

    WorkerTable(HtmlWriter html) {
        this.html = html;
    }

    void table(List<ShownWorker> workers, ZonedDateTime now) {
        html.open("div", "class", "scroll", "tabindex", "0").open("table").line();
        html.open("thead").line().open("tr");
        for (Column column : COLUMNS) {
            html.element(
                    "th",
                    column.heading(),
                    "scope",
                    "col",
                    "class",
                    column.isNumber() ? "number" : "text");
        }
        html.close().line().close().line().open("tbody").line();
        for (ShownWorker worker : workers) {
            row(worker, now);
        }
        html.close().line().close().close().line();
    }

    private void row(ShownWorker shown, ZonedDateTime now) {
        WorkerStatus status = shown.worker().status();
        RequestText text = shown.worker().text();
        new TableRow(html, HEADINGS)
                .heading(shown.server())
                .number(shown.pid())
                .number(shown.accesses("/"))
                .cell(status.letter(), "mode " + WorkerStatusNames.styleClass(status))
                .number(shown.cpu())
                .number(shown.secondsSinceRequest(now))
                .number(shown.lastMillis())
                .number(shown.totalMillis())
                .number(ByteFormat.kilobytes(shown.worker().bytes().connection()))
                .number(ByteFormat.megabytes(shown.worker().bytes().child()))
                .number(ByteFormat.megabytes(shown.worker().bytes().slot()))
                .cell(text.client(), "text")
                .cell(text.protocol(), "text")
                .cell(text.host(), "text")
                .cell(text.request() + shown.pin(), "request")
                .end();
    }

    void legend() {
        html.open("dl", "class", "legend").line();
        for (Column column : COLUMNS) {
            if (!column.meaning().isEmpty()) {
                html.open("div")
                        .element("dt", column.heading())
                        .text(" ")
                        .element("dd", column.meaning())
                        .close()
                        .line();
            }
        }
        html.close().line();
    }
}

package org.servletmpm.status;

import java.time.ZonedDateTime;
import java.util.List;
import org.servletmpm.scoreboard.RequestText;
import org.servletmpm.scoreboard.Tally;
import org.servletmpm.scoreboard.WorkerSnapshot;

/** The workers without a table: a line for each, in the order {@code ?notable} has in httpd. */
final class WorkerList {
    private final HtmlWriter html;

    WorkerList(HtmlWriter html) {
        this.html = html;
    }

    void write(List<ShownWorker> workers, ZonedDateTime now) {
        html.open("ul", "class", "lines").line();
        for (ShownWorker worker : workers) {
            line(worker, now);
        }
        html.close().line();
    }

    private void line(ShownWorker shown, ZonedDateTime now) {
        WorkerSnapshot worker = shown.worker();
        Tally bytes = worker.bytes();
        RequestText text = worker.text();
        html.open("li")
                .element("b", "Server " + shown.server())
                .text(" (" + shown.pid() + "): " + shown.accesses('|') + " [")
                .element(
                        "span",
                        Modes.word(worker.status()),
                        "class",
                        Modes.styleClass(worker.status()))
                .text(
                        "] CPU "
                                + shown.cpu()
                                + " s; "
                                + shown.secondsSinceRequest(now)
                                + " "
                                + shown.lastMillis()
                                + " "
                                + shown.totalMillis()
                                + " ("
                                + Quantity.ofBytes(bytes.connection())
                                + "|"
                                + Quantity.ofBytes(bytes.child())
                                + "|"
                                + Quantity.ofBytes(bytes.slot())
                                + ")");
        if (!text.request().isEmpty()) {
            html.text(" ")
                    .element("i", text.client() + " {" + text.request() + "}")
                    .text(" (" + text.protocol() + ") ")
                    .element("b", "[" + text.host() + "]");
        }
        html.close().line();
    }
}

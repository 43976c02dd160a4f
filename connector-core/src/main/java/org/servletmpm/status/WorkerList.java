package org.servletmpm.status;

import java.time.ZonedDateTime;
import java.util.List;
import org.servletmpm.scoreboard.RequestText;
import org.servletmpm.scoreboard.ScopedTotal;
import org.servletmpm.scoreboard.WorkerSnapshot;

/** Writes the workers without a table: a line for each, with httpd's words in httpd's order. */
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
        ScopedTotal bytes = worker.bytes();
        RequestText text = worker.text();
        html.open("li")
                .element("b", "Server " + shown.server())
                .text(" (" + shown.pid() + "): Acc " + shown.accesses("|") + " [")
                .element(
                        "span",
                        WorkerStatusNames.word(worker.status()),
                        "class",
                        WorkerStatusNames.styleClass(worker.status()))
                .text("] CPU " + shown.cpu())
                .text(", SS " + shown.secondsSinceRequest(now))
                .text(", Req " + shown.lastMillis())
                .text(", Dur " + shown.totalMillis())
                .text(", Conn|Child|Slot " + ByteFormat.ofBytes(bytes.connection()))
                .text("|" + ByteFormat.ofBytes(bytes.child()))
                .text("|" + ByteFormat.ofBytes(bytes.slot()));
        if (!text.request().isEmpty()) {
            html.text(" ")
                    .element("i", text.client() + " {" + text.request() + "}")
                    .text(" (" + text.protocol() + ") ")
                    .element("b", "[" + text.host() + "]");
        }
        html.text(shown.pin()).close().line();
    }
}

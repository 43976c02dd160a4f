package org.servletmpm.status;

import java.util.List;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Renders reports as a page with mod_status's content and vocabulary, a section for each engine.
 * The page can be read without its styles, has no script, and is well-formed as XML.
 */
public final class HtmlRenderer {
    /** Says how children and workers are shown. */
    public enum Details {
        /** In tables. */
        TABLES,
        /** In lines of prose: {@code ?notable}. */
        PROSE
    }

    private final Details details;

    public HtmlRenderer(Details details) {
        this.details = details;
    }

    /**
     * Value of the {@code Content-Security-Policy} header that the page is to be sent with: it
     * loads nothing, runs nothing, and has one known style sheet.
     */
    public static String contentSecurityPolicy() {
        return "default-src 'none'; style-src "
                + Stylesheet.OF_THE_PAGE.source()
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /**
     * @param reports of the engine that serves the request first; at least one
     * @return the page, to be sent as UTF-8
     */
    public String render(List<StatusReport> reports) {
        HtmlWriter html = new HtmlWriter();
        String title = "Server Status for " + reports.get(0).serverName();
        html.open("html", "lang", "en").line().open("head").line();
        html.empty("meta", "charset", "UTF-8").line();
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        html.element("title", title).line().style(Stylesheet.OF_THE_PAGE).line().close().line();
        html.open("body").line().element("h1", title).line();
        forms(html);
        for (StatusReport report : reports) {
            section(html, report);
        }
        html.close().line().close().line();
        return html.document();
    }

    private void section(HtmlWriter html, StatusReport report) {
        Snapshot snapshot = report.snapshot();
        html.open("section").line().element("h2", report.engine()).line();
        html.element("h3", "Scoreboard").line();
        ScoreboardLetters letters = new ScoreboardLetters(html);
        letters.write(snapshot.scoreboardLetters());
        letters.key();
        ModelFigures.of(snapshot.model()).children(() -> children(html, snapshot));
        new ProcessFigures(report.processes()).html(html);
        if (!report.past().points().isEmpty()) {
            html.element("h3", "Last ten minutes").line();
            new Charts(html).write(report.past(), snapshot);
        }
        html.element("h3", "Server Details").line();
        workers(html, report);
        html.element("h3", "Figures").line();
        new Summary(html).write(report);
        directives(html, report);
        html.close().line();
    }

    private static void forms(HtmlWriter html) {
        html.open("nav");
        for (String form : List.of("refresh=5", "notable", "auto", "json", "openmetrics")) {
            html.element("a", "?" + form, "href", "?" + form).text(" ");
        }
        html.close().line();
    }

    /** Writes what mod_status does not have, and what is seldom looked for: it is folded. */
    private static void directives(HtmlWriter html, StatusReport report) {
        html.open("details").element("summary", "Directives").line();
        html.open("dl", "class", "figures").line();
        report.directives()
                .forEach(
                        (directive, value) ->
                                html.open("div")
                                        .element("dt", directive)
                                        .text(" ")
                                        .element("dd", value)
                                        .close()
                                        .line());
        html.close().line().close().line();
    }

    private void children(HtmlWriter html, Snapshot snapshot) {
        html.element("h3", "Children").line();
        ChildTable children = new ChildTable(html);
        switch (details) {
            case TABLES -> children.table(snapshot);
            case PROSE -> children.list(snapshot);
        }
    }

    private void workers(HtmlWriter html, StatusReport report) {
        if (!report.snapshot().extended()) {
            html.open("p", "class", "note")
                    .text("What the workers serve is recorded with ")
                    .element("code", "ExtendedStatus On")
                    .text(" only.")
                    .close()
                    .line();
            return;
        }
        List<ShownWorker> workers = ShownWorker.of(report.snapshot());
        if (workers.isEmpty()) {
            html.element("p", "No worker has served a request yet.", "class", "note").line();
            return;
        }
        WorkerTable table = new WorkerTable(html);
        switch (details) {
            case TABLES -> table.table(workers, report.now());
            case PROSE -> new WorkerList(html).write(workers, report.now());
        }
        table.legend();
    }
}

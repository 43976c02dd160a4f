package org.servletmpm.demo.web;

import java.util.List;
import org.servletmpm.demo.compare.Comparison;
import org.servletmpm.demo.compare.Figures;
import org.servletmpm.demo.compare.Load;

/** Draws what comparisons came to: a table for each load, with a row for each model. */
final class ComparisonTables {
    private ComparisonTables() {}

    static String html(Comparison.State state) {
        StringBuilder html = new StringBuilder();
        for (Load load : Load.values()) {
            List<Figures> rows =
                    state.results().stream().filter(each -> each.load() == load).toList();
            if (!rows.isEmpty()) {
                html.append(
                        """
                        <h3>%s</h3>
                        <p>%d clients: %s.</p>
                        <table>
                        <tr><th>model<th>of them<br>served<th>normal client:<br>answered<th>gave up<th>median<th>workers
                        """
                                .formatted(load.title(), Figures.clients(), load.description()));
                rows.forEach(each -> html.append(row(each)));
                html.append("</table>\n");
            }
        }
        return html.toString();
    }

    private static String row(Figures figures) {
        int asked = figures.answers() + figures.givenUp();
        return """
               <tr><th>%s<td>%d<td><meter min="0" max="%d" value="%d"></meter> %d<td>%d<td>%s<td>%s
               """
                .formatted(
                        figures.model(),
                        figures.served(),
                        Math.max(1, asked),
                        figures.answers(),
                        figures.answers(),
                        figures.givenUp(),
                        figures.answers() == 0 ? "-" : figures.medianMillis() + " ms",
                        workers(figures.scoreboard()));
    }

    /** A busy worker is shown filled, whatever keeps it. */
    private static String workers(String letters) {
        StringBuilder html = new StringBuilder("<span class=\"workers\">");
        for (char letter : letters.toCharArray()) {
            html.append(letter == '_' ? "<i>" : "<b>").append(IndexServlet.escape("" + letter));
            html.append(letter == '_' ? "</i>" : "</b>");
        }
        return html.append(letters.isEmpty() ? "no scoreboard" : "").append("</span>").toString();
    }
}

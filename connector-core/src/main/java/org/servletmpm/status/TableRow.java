package org.servletmpm.status;

import java.util.Iterator;
import java.util.List;

/**
 * Writes one row of a table. Each cell has its heading with it, because on a narrow screen a row is
 * shown as a paragraph.
 */
final class TableRow {
    private static final String LABEL = "data-label";

    private final HtmlWriter html;
    private final Iterator<String> headings;

    /**
     * @param headings of the columns, from the left
     */
    TableRow(HtmlWriter html, List<String> headings) {
        this.html = html;
        this.headings = headings.iterator();
        html.open("tr");
    }

    TableRow heading(Object value) {
        html.element("th", value, "scope", "row", LABEL, headings.next());
        return this;
    }

    TableRow number(Object value) {
        return cell(value, "number");
    }

    /**
     * @param style its class in the page's style sheet
     */
    TableRow cell(Object value, String style) {
        html.element("td", value, "class", style, LABEL, headings.next());
        return this;
    }

    void end() {
        html.close().line();
    }
}

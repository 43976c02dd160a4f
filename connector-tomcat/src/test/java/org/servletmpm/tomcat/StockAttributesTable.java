package org.servletmpm.tomcat;

import java.util.stream.Collectors;

/** The documentation's table of attributes, made of what {@link StockAttributes} decides. */
final class StockAttributesTable {

    private StockAttributesTable() {}

    /** Markdown without a line break at its end. */
    static String markdown() {
        String head = "| attribute | of | here | which is, or why |\n|---|---|---|---|\n";
        return StockAttributes.all().stream()
                .map(StockAttributesTable::row)
                .collect(Collectors.joining("\n", head, ""));
    }

    private static String row(StockAttribute attribute) {
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        attribute.name(),
                        attribute.owner(),
                        attribute.verdict(),
                        attribute.remark());
    }
}

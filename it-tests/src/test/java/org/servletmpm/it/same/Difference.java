package org.servletmpm.it.same;

import org.servletmpm.it.cell.Cell;

/** Says what was sent, what came from either server, and where that begins to differ. */
final class Difference {

    /** Characters of an answer that a report shows, and of its neighbourhood. */
    private static final int MOST = 4_000;

    private static final int AROUND = 60;

    private Difference() {}

    static String report(Cell cell, Case played, Transcript stock, Transcript ours) {
        int at = stock.firstDifference(ours);
        return """
        %s: "%s" (%s) is answered otherwise than by the stock connector
        == sent
        %s
        == stock, then %s
        %s
        == ours, then %s
        %s
        == first difference, at %d
        stock: %s
        ours:  %s
        """
                .formatted(
                        cell,
                        played.name(),
                        played.setting(),
                        visible(shortened(played.sent())),
                        stock.ending(),
                        visible(shortened(stock.text())),
                        ours.ending(),
                        visible(shortened(ours.text())),
                        at,
                        visible(around(stock.text(), at)),
                        visible(around(ours.text(), at)));
    }

    private static String shortened(String text) {
        return text.length() <= MOST
                ? text
                : text.substring(0, MOST) + "... (" + text.length() + " in all)";
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(at - AROUND, 0), at)
                + " >>> "
                + text.substring(at, Math.min(at + AROUND, text.length()));
    }

    /** Line feeds as they are, everything else that is not ASCII escaped. */
    static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.chars()
                .forEach(
                        c -> {
                            if (c == '\r') {
                                visible.append("\\r");
                            } else if (c == '\n' || c >= ' ' && c < 0x7f) {
                                visible.append((char) c);
                            } else {
                                visible.append("\\x%02x".formatted(c));
                            }
                        });
        return visible.toString();
    }
}

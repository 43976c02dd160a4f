package org.servletmpm.status;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes markup that HTML and XML parsers both accept. Elements are closed in the order they were
 * opened, and every text is escaped: only {@link #style} takes its argument as it is.
 *
 * <p>Characters that are invisible, or that reorder the text around them, are shown as {@code \x1b}
 * or {@code \x{202e}}: a request could otherwise make a line read as another one, and most of them
 * cannot be written in XML.
 */
final class HtmlWriter {
    private final StringBuilder markup = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * @param attributes names and values in turn
     */
    HtmlWriter open(String element, String... attributes) {
        tag(element, attributes);
        markup.append('>');
        open.push(element);
        return this;
    }

    HtmlWriter close() {
        markup.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Writes an element that has no content by definition, such as {@code meta}. */
    HtmlWriter empty(String element, String... attributes) {
        tag(element, attributes);
        markup.append("/>");
        return this;
    }

    HtmlWriter element(String element, Object text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    HtmlWriter text(Object text) {
        escape(text.toString());
        return this;
    }

    HtmlWriter line() {
        markup.append('\n');
        return this;
    }

    /** Writes the rules as they are, because their digest is in a header. */
    HtmlWriter style(Stylesheet stylesheet) {
        markup.append("<style>").append(stylesheet.rules()).append("</style>");
        return this;
    }

    /**
     * @throws IllegalStateException if an element is still open
     */
    String document() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return markup.toString();
    }

    private void tag(String element, String... attributes) {
        markup.append('<').append(element);
        for (int at = 0; at < attributes.length; at += 2) {
            markup.append(' ').append(attributes[at]).append("=\"");
            escape(attributes[at + 1]);
            markup.append('"');
        }
    }

    private void escape(String text) {
        text.codePoints().forEach(this::escape);
    }

    private void escape(int character) {
        switch (character) {
            case '<' -> markup.append("&lt;");
            case '>' -> markup.append("&gt;");
            case '&' -> markup.append("&amp;");
            case '"' -> markup.append("&quot;");
            case '\'' -> markup.append("&#39;");
            default -> {
                if (isVisible(character)) {
                    markup.appendCodePoint(character);
                } else {
                    markup.append(
                            String.format(character < 0x100 ? "\\x%02x" : "\\x{%x}", character));
                }
            }
        }
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}

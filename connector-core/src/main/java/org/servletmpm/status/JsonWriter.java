package org.servletmpm.status;

import java.math.BigDecimal;

/**
 * Writes one JSON document (RFC 8259), one member on a line. Objects and arrays are closed in the
 * order they were opened; every text is escaped.
 */
public final class JsonWriter {
    private final StringBuilder json = new StringBuilder();

    /** The brackets that close the open objects and arrays, the innermost last. */
    private final StringBuilder open = new StringBuilder();

    private boolean first = true;

    /** Writes the name of a member of the open object; its value has to follow. */
    public JsonWriter name(String name) {
        next();
        quote(name);
        json.append(": ");
        return this;
    }

    /** Opens an object as a member's value, or as the document. */
    public JsonWriter object() {
        return begin('{', '}');
    }

    /** Opens an object as an array's element. */
    public JsonWriter element() {
        next();
        return object();
    }

    /** Opens an array as a member's value, or as the document. */
    public JsonWriter array() {
        return begin('[', ']');
    }

    private JsonWriter begin(char opening, char closing) {
        json.append(opening);
        open.append(closing);
        first = true;
        return this;
    }

    /** Closes what was opened last. */
    public JsonWriter end() {
        int last = open.length() - 1;
        char closing = open.charAt(last);
        open.setLength(last);
        if (!first) {
            line();
        }
        json.append(closing);
        first = false;
        return this;
    }

    /** Writes a text as an array's element. */
    public JsonWriter text(String text) {
        next();
        quote(text);
        return this;
    }

    /** Writes a text. */
    public JsonWriter member(String name, String text) {
        name(name);
        quote(text);
        return this;
    }

    /** Writes a whole number. */
    public JsonWriter member(String name, long number) {
        name(name);
        json.append(number);
        return this;
    }

    JsonWriter member(String name, BigDecimal number) {
        name(name);
        json.append(number.toPlainString());
        return this;
    }

    /** Writes null for what is not a number. */
    public JsonWriter member(String name, double number) {
        name(name);
        json.append(Double.isFinite(number) ? Double.toString(number) : "null");
        return this;
    }

    /** Writes true or false. */
    public JsonWriter member(String name, boolean is) {
        name(name);
        json.append(is);
        return this;
    }

    /**
     * @return the document, with a line feed at its end
     * @throws IllegalStateException if something is still open
     */
    public String document() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return json.append('\n').toString();
    }

    private void next() {
        if (!first) {
            json.append(',');
        }
        first = false;
        line();
    }

    private void line() {
        json.append('\n').append("  ".repeat(open.length()));
    }

    private void quote(String text) {
        json.append('"');
        text.codePoints().forEach(this::escape);
        json.append('"');
    }

    /** Escapes also what a terminal would obey, and halves of characters, which JSON allows. */
    private void escape(int character) {
        switch (character) {
            case '"', '\\' -> json.append('\\').append((char) character);
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default -> {
                switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.UNASSIGNED,
                            Character.PRIVATE_USE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> {
                        for (char unit : Character.toChars(character)) {
                            json.append(String.format("\\u%04x", (int) unit));
                        }
                    }
                    default -> json.appendCodePoint(character);
                }
            }
        }
    }
}

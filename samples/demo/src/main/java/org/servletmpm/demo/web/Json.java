package org.servletmpm.demo.web;

/** One flat JSON object, its members in the order in which they are added, on one line. */
final class Json {
    static final String TYPE = "application/json";

    private final StringBuilder members = new StringBuilder();

    Json add(String name, Object value) {
        members.append(members.isEmpty() ? "" : ",");
        quote(name);
        members.append(':');
        if (value == null || value instanceof Number) {
            members.append(value);
        } else {
            quote(value.toString());
        }
        return this;
    }

    String text() {
        return "{" + members + "}\n";
    }

    private void quote(String text) {
        members.append('"');
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                members.append('\\').append(c);
            } else if (c < ' ') {
                members.append(String.format("\\u%04x", (int) c));
            } else {
                members.append(c);
            }
        }
        members.append('"');
    }
}

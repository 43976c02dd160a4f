package org.servletmpm.directive;

import java.util.regex.Pattern;

/**
 * Matches paths as a filter's mapping does (Servlet 6.1, 12.2): {@code /exact}, {@code /path/*},
 * {@code *.extension}, {@code /} and {@code /*} for everything, or nothing for an application's
 * root. Immutable; any thread.
 *
 * @param text as it was written
 */
public record UrlPattern(String text) {

    private static final Pattern FORM =
            Pattern.compile("/[^*\\s]*|(/[^*\\s]*)?/\\*|\\*\\.[^/*.\\s]+");

    /**
     * @return whether an operator may write the text as a pattern
     */
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * @param path decoded, from its first slash on
     */
    public boolean matches(String path) {
        if (text.equals("/") || text.equals("/*")) {
            return true;
        }
        if (text.isEmpty()) {
            return path.equals("/");
        }
        if (text.startsWith("*.")) {
            int dot = path.lastIndexOf('.');
            return dot > path.lastIndexOf('/') && text.substring(1).equals(path.substring(dot));
        }
        if (text.endsWith("/*")) {
            int length = text.length() - 2;
            return path.startsWith(text.substring(0, length))
                    && (path.length() == length || path.charAt(length) == '/');
        }
        return path.equals(text);
    }

    @Override
    public String toString() {
        return text;
    }
}

package org.servletmpm.demo;

/** A {@code name=value} from the command line; the value may contain further equals signs. */
record Assignment(String name, String value) {

    static Assignment parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("\"" + text + "\": allowed name=value");
        }
        return new Assignment(
                text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    }
}

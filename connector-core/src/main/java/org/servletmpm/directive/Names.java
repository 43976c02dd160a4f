package org.servletmpm.directive;

import java.util.List;
import java.util.stream.Stream;

/**
 * Names a directive.
 *
 * @param aliases deprecated names
 * @param httpds whether httpd, its core or one of its modules, has it too
 */
record Names(String name, List<String> aliases, boolean httpds) {

    static Names httpds(String name) {
        return new Names(name, List.of(), true);
    }

    static Names formerly(String name, String alias) {
        return new Names(name, List.of(alias), true);
    }

    static Names ours(String name) {
        return new Names(name, List.of(), false);
    }

    Stream<String> all() {
        return Stream.concat(Stream.of(name), aliases.stream());
    }
}

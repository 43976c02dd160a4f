package org.servletmpm.probe;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Knows the names that a request to the loopback address may have in its Host field. The owner of a
 * site can let the site's name resolve to 127.0.0.1 (DNS rebinding): a browser of this machine then
 * asks here in the site's name and shows it the answer, but its Host field tells. Immutable.
 *
 * @param named what StatusListen calls the address
 */
record LoopbackHosts(Optional<String> named) {

    private static final Pattern LOOPBACK =
            Pattern.compile("(?:.+\\.)?localhost\\.?|127(?:\\.\\d{1,3}){3}|\\[::1]");

    boolean contains(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return LOOPBACK.matcher(lower).matches()
                || named.filter(name -> name.equalsIgnoreCase(host)).isPresent();
    }
}

package org.servletmpm.probe;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names by which a listener of the loopback address may be asked. A browser of this machine
 * asks it in the name of any site whose owner lets the name resolve to 127.0.0.1 (DNS rebinding),
 * and shows the answer to that site: the name in the Host field tells.
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

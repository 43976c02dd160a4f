package org.servletmpm.directive;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says at which port connections are accepted, as httpd's {@code Listen}. Immutable.
 *
 * @param address a host name or address without brackets; empty for every address
 * @param port 0 to 65535; 0 takes any free port
 */
public record Listen(Optional<String> address, int port) implements ListenAddress {

    private static final int MAX_PORT = 65535;

    /** {@code 80}, {@code *:80}, {@code host:80}, {@code 10.0.0.1:80} or {@code [::1]:80}. */
    private static final Pattern FORM =
            Pattern.compile("(?:(?:\\[([0-9a-fA-F:.%\\w]+)]|([^\\s:\\[\\]]+)):)?(\\d{1,5})");

    public Listen {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + ": must be 0 to " + MAX_PORT);
        }
    }

    static Optional<Listen> read(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(3)) > MAX_PORT) {
            return Optional.empty();
        }
        String address = form.group(1) != null ? form.group(1) : form.group(2);
        return Optional.of(
                new Listen(
                        Optional.ofNullable(address).filter(a -> !a.equals("*")),
                        Integer.parseInt(form.group(3))));
    }

    @Override
    public InetSocketAddress socketAddress() {
        return address.map(host -> new InetSocketAddress(host, port))
                .orElseGet(() -> new InetSocketAddress(port));
    }

    /** {@inheritDoc} In the form of the directive: an IPv6 address in brackets. */
    @Override
    public String toString() {
        return address.map(a -> a.contains(":") ? "[" + a + "]:" + port : a + ":" + port)
                .orElseGet(() -> Integer.toString(port));
    }
}

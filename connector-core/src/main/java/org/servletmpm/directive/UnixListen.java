package org.servletmpm.directive;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Says at which Unix domain socket connections are accepted, in nginx's form {@code unix:/path}.
 * Immutable.
 *
 * @param path absolute
 */
public record UnixListen(Path path) implements ListenAddress {

    private static final String PREFIX = "unix:";

    static Optional<UnixListen> read(String text) {
        return text.startsWith(PREFIX + "/")
                ? Optional.of(new UnixListen(Path.of(text.substring(PREFIX.length()))))
                : Optional.empty();
    }

    @Override
    public UnixDomainSocketAddress socketAddress() {
        return UnixDomainSocketAddress.of(path);
    }

    /** {@inheritDoc} In the form of the directive. */
    @Override
    public String toString() {
        return PREFIX + path;
    }
}

package org.servletmpm.directive;

import java.net.SocketAddress;
import java.util.Optional;

/** Says where connections are accepted, as written in the directive {@code Listen}. Immutable. */
public sealed interface ListenAddress permits Listen, UnixListen {

    static Optional<ListenAddress> read(String text) {
        Optional<ListenAddress> unix = UnixListen.read(text).map(ListenAddress.class::cast);
        return unix.or(() -> Listen.read(text));
    }

    /**
     * @return the address to bind to; of a host name that is not known, an unresolved one
     */
    SocketAddress socketAddress();
}

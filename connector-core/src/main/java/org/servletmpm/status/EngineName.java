package org.servletmpm.status;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * Names an engine in threads, log, JMX and status.
 *
 * @param threads what the names of its threads begin with
 * @param address what is listened on: {@code *} for all addresses, the path of a Unix domain
 *     socket, or a name where there is no socket
 * @param port what is listened on; 0 where that is no internet socket
 */
public record EngineName(String threads, String address, int port) {

    /** Names an engine after what it listens on. */
    public static EngineName of(SocketAddress local) {
        if (local instanceof InetSocketAddress inet) {
            InetAddress host = inet.getAddress();
            String address = host.isAnyLocalAddress() ? "*" : host.getHostAddress();
            return new EngineName("mpm-" + inet.getPort(), address, inet.getPort());
        }
        String path = local.toString();
        return new EngineName("mpm-" + Path.of(path).getFileName(), path, 0);
    }

    /** Names workers without a socket. */
    public static EngineName of(String name) {
        return new EngineName(name, name, 0);
    }

    /**
     * @return what messages call the engine by
     */
    public String place() {
        return port > 0 ? "port " + port : address;
    }

    /**
     * @param scheme empty for workers without a socket
     * @return the names it may have in JMX, best first: another engine may have the first
     */
    public List<String> beans(String scheme) {
        if (scheme.isEmpty()) {
            return List.of(address);
        }
        return port == 0
                ? List.of(scheme + "-" + address)
                : List.of(scheme + "-" + port, scheme + "-" + address + "-" + port);
    }
}

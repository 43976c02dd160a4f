package org.servletmpm.jetty;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.servletmpm.directive.Directives;

/** Sets the options of accepted sockets, in the thread that accepts. */
final class SocketOptions {

    private static final System.Logger LOG = System.getLogger(SocketOptions.class.getName());

    private SocketOptions() {}

    /**
     * Sets the options on the channel itself. An adaptor would stay with it: 100 bytes.
     *
     * @param send bytes; 0 or less for the operating system's
     * @param receive likewise
     */
    static void set(SocketChannel channel, boolean tcpNoDelay, int send, int receive) {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, tcpNoDelay);
            size(channel, StandardSocketOptions.SO_SNDBUF, send);
            size(channel, StandardSocketOptions.SO_RCVBUF, receive);
        } catch (IOException e) {
            closedAlready(channel, e);
        }
    }

    private static void size(SocketChannel channel, SocketOption<Integer> option, int bytes)
            throws IOException {
        if (bytes > 0) {
            channel.setOption(option, bytes);
        }
    }

    /** Sets the buffer sizes that directives name. */
    static void set(Socket socket, Directives directives) {
        try {
            if (directives.sendBufferSize() > 0) {
                socket.setSendBufferSize(directives.sendBufferSize());
            }
            if (directives.receiveBufferSize() > 0) {
                socket.setReceiveBufferSize(directives.receiveBufferSize());
            }
        } catch (SocketException e) {
            closedAlready(socket, e);
        }
    }

    /** The first read reports it. */
    private static void closedAlready(Object socket, IOException e) {
        LOG.log(Level.DEBUG, "socket options of {0}: {1}", socket, e);
    }
}

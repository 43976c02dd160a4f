package org.servletmpm.child;

import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.servletmpm.connection.Adapter;
import org.servletmpm.connection.ConnectionHost;

/** A container whose requests are single bytes. Remembers the connections that were opened. */
public final class EchoAdapter implements Adapter {

    private final Queue<EchoConnection> connections = new ConcurrentLinkedQueue<>();

    @Override
    public EchoConnection connection(long id, SocketChannel channel, ConnectionHost host) {
        return new EchoConnection(id, channel, host, connections::add);
    }

    Queue<EchoConnection> connections() {
        return connections;
    }
}

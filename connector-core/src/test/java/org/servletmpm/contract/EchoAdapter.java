package org.servletmpm.contract;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.servletmpm.connection.Adapter;
import org.servletmpm.connection.Connection;

/**
 * A container whose requests are single bytes. Remembers the handlers of those that were opened.
 */
public final class EchoAdapter implements Adapter {

    private final Queue<EchoHandler> handlers = new ConcurrentLinkedQueue<>();

    @Override
    public EchoHandler handler(Connection connection) {
        return new EchoHandler(connection, handlers::add);
    }

    public Queue<EchoHandler> handlers() {
        return handlers;
    }
}

package org.servletmpm.waiting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionHandler;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;

/** A container without a protocol: remembers what was fired and how often it closed. Any thread. */
public final class TestHandler implements ConnectionHandler {

    /** What the container does when an interest has fired. */
    public interface Reaction {
        Task to(Kind kind, Outcome outcome, Urgency urgency);
    }

    private final Connection connection;
    private final List<String> fired = new CopyOnWriteArrayList<>();
    private final AtomicInteger closes = new AtomicInteger();
    private volatile Reaction reaction = (kind, outcome, urgency) -> null;
    private volatile long writeTimeout;
    private volatile boolean multiplexed;

    private TestHandler(Connection connection) {
        this.connection = connection;
    }

    /** A connection that waits at a host, with this as its handler. */
    public static TestHandler on(SocketChannel channel, ListeningHost host) {
        Connection connection = new Connection(1, channel, host);
        connection.attach(new Watch(connection));
        TestHandler handler = new TestHandler(connection);
        connection.handledBy(handler);
        return handler;
    }

    public Connection connection() {
        return connection;
    }

    /** What follows from the next interests that fire. */
    public TestHandler reacts(Reaction next) {
        reaction = next;
        return this;
    }

    /**
     * @param millis for which a client may take nothing; 0 for ever
     */
    TestHandler writeTimeout(long millis) {
        writeTimeout = millis;
        return this;
    }

    /** From now on it carries several requests at once. */
    public TestHandler multiplexed() {
        multiplexed = true;
        return this;
    }

    @Override
    public boolean isMultiplexed() {
        return multiplexed;
    }

    /** What was fired since this was last asked. */
    List<String> fired() {
        List<String> since = new ArrayList<>(fired);
        fired.removeAll(since);
        return since;
    }

    /** How often the socket was closed. */
    public int closes() {
        return closes.get();
    }

    @Override
    public Task opened() {
        return null;
    }

    @Override
    public Task fired(Kind kind, Outcome outcome, Urgency urgency) {
        fired.add(kind + " " + outcome + " " + urgency);
        return reaction.to(kind, outcome, urgency);
    }

    @Override
    public long writeTimeout() {
        return writeTimeout;
    }

    @Override
    public void abort() {
        connection.closeNow();
    }

    @Override
    public void closeSocket() {
        closes.incrementAndGet();
        try {
            connection.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

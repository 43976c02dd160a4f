package org.servletmpm.contract;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionHost;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.ReadLimit;
import org.servletmpm.connection.ReadStage;
import org.servletmpm.connection.Refusal;
import org.servletmpm.connection.RequestLine;
import org.servletmpm.connection.Task;
import org.servletmpm.connection.WriteBufferPool;

/**
 * A host without a child: it limits nothing, keeps nothing and takes note of nothing. Tests
 * override what they are about. Any thread.
 */
public class SilentHost implements ConnectionHost {

    private final LongSupplier clock;

    /**
     * @param clock milliseconds
     */
    public SilentHost(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public long now() {
        return clock.getAsLong();
    }

    @Override
    public ConnectionHost ended() {
        return this;
    }

    @Override
    public void armed(Connection connection, Interest interest) {}

    @Override
    public void submit(Connection connection, Task task) {
        task.run();
    }

    @Override
    public boolean await(Connection connection, Kind kind, long timeoutMillis) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isReady(Connection connection, Kind kind) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public WriteBufferPool memory(Connection connection) {
        return null;
    }

    @Override
    public void blocked(Connection connection, int delta) {}

    @Override
    public ReadLimit readLimit(ReadStage stage) {
        return null;
    }

    @Override
    public void overdue(Connection connection, ReadStage stage) {}

    @Override
    public void handshakeFailed(Connection connection) {}

    @Override
    public void moved(Connection connection, ConnectionState from, ConnectionState to) {}

    @Override
    public void requestStarted(Connection connection, RequestLine line) {}

    @Override
    public void requestFinished(Connection connection, long bytes, long nanos) {}

    @Override
    public void closing(Connection connection) {}

    @Override
    public void closed(Connection connection) {}

    @Override
    public void pinned(Connection connection) {}

    @Override
    public boolean isDraining(Connection connection) {
        return false;
    }

    @Override
    public boolean isOpening() {
        return false;
    }

    @Override
    public Refusal refusal(Connection connection, RequestLine line) {
        return null;
    }
}

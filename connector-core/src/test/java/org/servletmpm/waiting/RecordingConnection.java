package org.servletmpm.waiting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;

/** Remembers what was fired, in order. */
final class RecordingConnection extends Connection {

    private final List<String> fired = new ArrayList<>();
    private Task next;

    RecordingConnection(SocketPair pair, TestHost host) {
        super(1, pair.near(), host);
        attach(host.watch(this));
    }

    /** What the next fired interest yields. */
    void yield(Task task) {
        next = task;
    }

    /** What was fired since this was last asked. */
    List<String> fired() {
        List<String> result = List.copyOf(fired);
        fired.clear();
        return result;
    }

    @Override
    public Task opened() {
        return null;
    }

    @Override
    protected Task fired(Kind kind, Outcome outcome, Urgency urgency) {
        fired.add(kind + " " + outcome + " " + urgency);
        return next;
    }

    @Override
    protected void release() {
        abort();
    }

    @Override
    protected long writeTimeout() {
        return 0;
    }

    @Override
    public void abort() {
        try {
            channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closed();
    }
}

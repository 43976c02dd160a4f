package org.servletmpm.waiting;

import java.util.function.Predicate;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;
import org.servletmpm.connection.WriteBufferPool;

/**
 * The place of a connection that no thread is bound to: its child's listener watches what is armed,
 * and its steps are for whoever has time. Without state: which child that is, the connection's host
 * says. Any thread.
 */
final class ListenerPlace implements WaitingPlace {

    static final WaitingPlace INSTANCE = new ListenerPlace();

    private ListenerPlace() {}

    @Override
    public boolean isBound() {
        return false;
    }

    @Override
    public boolean isOwner() {
        return false;
    }

    @Override
    public boolean isBoundTo(Predicate<Thread> which) {
        return false;
    }

    @Override
    public boolean armed(Urgency urgency) {
        return false;
    }

    @Override
    public void stateChanged() {}

    @Override
    public boolean wake() {
        return false;
    }

    @Override
    public boolean submit(Task step) {
        return false;
    }

    @Override
    public boolean takeBack(Task step) {
        return false;
    }

    @Override
    public boolean await(Kind kind, long timeoutMillis) {
        throw new IllegalStateException("no thread is bound to the connection");
    }

    @Override
    public WriteBufferPool writeBuffers(WriteBufferPool ofChild) {
        return ofChild;
    }
}

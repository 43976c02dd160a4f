package org.servletmpm.waiting;

import java.io.IOException;
import java.util.function.Predicate;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;
import org.servletmpm.connection.WriteBufferPool;

/**
 * The place where a connection's next event is waited for: its child's listener ({@link
 * ListenerPlace}), or the thread that is bound to it ({@link BoundSelector}). Binding a thread to a
 * connection replaces its place; pinning does nothing else. Any thread, except where a method says
 * another.
 */
public interface WaitingPlace {

    /**
     * @return whether a thread is bound to the connection
     */
    boolean isBound();

    /**
     * @return whether the calling thread is the bound one
     */
    boolean isOwner();

    /**
     * @return whether a thread is bound to the connection for which that holds
     */
    boolean isBoundTo(Predicate<Thread> which);

    /**
     * An interest of the connection was armed.
     *
     * @return whether the bound thread sees to it; if not, the listener has to watch
     */
    boolean armed(Urgency urgency);

    /** The connection's state is no longer the one that the bound thread waits under. */
    void stateChanged();

    /**
     * A deadline has moved in: whoever waits has to look again.
     *
     * @return whether the bound thread does; if not, the listener has to
     */
    boolean wake();

    /**
     * Leaves a step of the connection to the bound thread.
     *
     * @return false when there is none
     */
    boolean submit(Task step);

    /**
     * Takes back a step that was left when the thread was no longer there.
     *
     * @return whether nobody has begun it
     */
    boolean takeBack(Task step);

    /**
     * Waits inside a request, in the bound thread.
     *
     * @param timeoutMillis 0 or less for ever
     * @return false when the time ran out
     */
    boolean await(Kind kind, long timeoutMillis) throws IOException;

    /**
     * @param ofChild where a child's connections keep what their clients have not taken; null for
     *     nowhere
     * @return where this connection does
     */
    WriteBufferPool writeBuffers(WriteBufferPool ofChild);
}

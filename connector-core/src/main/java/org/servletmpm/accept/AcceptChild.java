package org.servletmpm.accept;

import org.servletmpm.connection.Connection;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.waiting.ListenerSelector;
import org.servletmpm.worker.WorkerPool;

/** A child, seen from what accepts for it. Any thread may call it; nothing here blocks. */
public interface AcceptChild {

    ChildScore score();

    WorkerPool workers();

    /**
     * @return whether the engine stops
     */
    boolean isEnding();

    boolean isLeaving();

    /** Lets the child leave. */
    void leave(String reason);

    /**
     * @return where the child's connections wait; for the thread that has the listener's duty
     */
    ListenerSelector selector();

    /** Starts the listener's thread. The parent's thread. */
    void startListener();

    /**
     * @return whether the calling thread is in the middle of the listener's duty
     */
    boolean isOnDuty();

    /** Makes the thread that has the listener's duty look around. */
    void wakeListener();

    /** The child is full, and has not been before. The thread that accepts. */
    void admissionClosed();

    /** The thread that accepts has come round. */
    void comesRound();

    /**
     * Begins a connection, which waits at the child's listener from now on. The thread that has the
     * listener's duty; never throws.
     */
    void begin(Connection connection);
}

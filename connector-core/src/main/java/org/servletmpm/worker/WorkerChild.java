package org.servletmpm.worker;

import org.servletmpm.connection.Connection;
import org.servletmpm.scoreboard.ChildScore;

/** A child, seen from its workers. Any thread may call it; nothing here blocks. */
public interface WorkerChild {

    ChildScore score();

    /**
     * @return whether the engine stops
     */
    boolean isEnding();

    boolean isLeaving();

    /**
     * @return whether an idle worker may end: what the child still has is not its to serve
     */
    boolean endsIdleWorkers();

    /**
     * @return how the child's workers lead
     */
    Leading leading();

    LiveThreads liveThreads();

    /** Runs a connection's step that no thread is bound to. */
    void execute(Runnable step);

    /** Lets the connection's listener watch what is armed. */
    void watch(Connection connection);

    /** Shortens the wait for a client that sends nothing, where the connection's place goes. */
    void hasten(Connection connection);

    /**
     * A worker ends by an Error.
     *
     * @param replaced whether another one has taken its place
     */
    void died(Thread worker, Error cause, boolean replaced);
}

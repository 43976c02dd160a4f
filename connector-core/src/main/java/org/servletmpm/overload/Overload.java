package org.servletmpm.overload;

import java.util.Queue;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Refusal;
import org.servletmpm.connection.RequestLine;
import org.servletmpm.connection.StreamShare;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.ChildScore;

/**
 * Limits how long the requests of one connector wait for a worker ({@link QueueLimit}), or does not
 * ({@link NoLimit}). Any thread.
 */
public sealed interface Overload permits NoLimit, QueueLimit {

    /**
     * @param outlet what a limit needs of the engine
     */
    static Overload of(Directives directives, Outlet outlet) {
        return directives.limitsQueueTime()
                ? new QueueLimit(directives, outlet, System::nanoTime)
                : new NoLimit();
    }

    /**
     * @return whether there is a limit
     */
    boolean isLimit();

    /**
     * @return a new queue for work that waits for a worker
     */
    Queue<Runnable> queue();

    /**
     * @return a new queue for steps of connections that a worker then waits with
     */
    Queue<Runnable> queueOfConnections();

    /**
     * @return whether a connection waits for a worker that has another one
     */
    boolean isWaitedFor();

    /**
     * Asked by a worker that would only wait for the next request of its connection. If nobody
     * waits for it, it is idle, and overload is over.
     *
     * @return as {@link #isWaitedFor}
     */
    boolean isIdleWorkerWaitedFor();

    /**
     * @return milliseconds on a clock that stands while the process does
     */
    long now();

    /** Limits how long the steps of a connection's share wait, until none does. */
    void watch(StreamShare share);

    /**
     * @return whether the calling thread may take a connection's first steps only
     */
    boolean isOpening();

    /**
     * Asked when the application is about to be given a request, in the thread that would run it.
     *
     * @param score where its child counts
     * @return how it is refused; null when it is run
     */
    Refusal refusal(ChildScore score, Connection connection, RequestLine line);

    /** Ends its threads. */
    void end();
}

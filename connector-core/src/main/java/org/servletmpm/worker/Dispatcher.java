package org.servletmpm.worker;

import java.util.concurrent.Executor;
import org.servletmpm.connection.StreamShare;

/**
 * Runs what no thread is bound to: a connection's next step in event, and work that is no
 * connection's next step in all models. Any thread; nothing here blocks.
 */
public interface Dispatcher extends Executor {

    /** Runs work that is no connection's next step. */
    @Override
    void execute(Runnable work);

    /**
     * Runs a connection's step that no thread is bound to.
     *
     * @param own the workers of the connection's child, which are asked first
     */
    void executeStep(WorkerPool own, Runnable step);

    /**
     * @return whether a worker that was idle runs it; bound workers are never idle for that
     */
    boolean tryExecute(Runnable work);

    /**
     * Runs a step of one of several requests, which its connection's share lets begin: on the
     * calling worker when it leads, when it has done what it does, or on the next that has time.
     */
    void begin(StreamTask step);

    /**
     * Takes the next step for the calling thread if that is a worker which looks for work next. In
     * the thread that has run a step of that share.
     *
     * @param most how many steps may be begun at once
     */
    void beginHere(StreamShare share, int most);

    /** Wakes a worker for what is queued, if that has failed before. */
    void remind();
}

package org.servletmpm.connection;

/**
 * Implemented by the engine's worker threads: code that a worker runs learns its place from {@code
 * Thread.currentThread()}.
 */
public interface WorkerIdentity {

    /** Slot of the worker's child in the scoreboard, from 0. */
    int slot();

    /** Generation of the worker's child, from 0. */
    int generation();

    /** Number of the worker in its child, from 0. */
    int worker();
}

package org.servletmpm.model;

import org.servletmpm.overload.Overload;
import org.servletmpm.worker.AuxiliaryDispatcher;
import org.servletmpm.worker.ContinuationExecutor;
import org.servletmpm.worker.Dispatcher;
import org.servletmpm.worker.HandOff;
import org.servletmpm.worker.StepStrategy;
import org.servletmpm.worker.Worker;
import org.servletmpm.worker.WorkerPools;
import org.servletmpm.worker.WorkerServices;
import org.servletmpm.worker.WorkerThreads;

/**
 * Holds what a processing model is made of: what the children of one connector share.
 *
 * @param services what workers share
 * @param threads whose threads the workers' are
 * @param pools the workers of all children
 * @param continuations runs what lets a blocked thread go on
 * @param overload how long requests may wait for a worker
 */
public record ModelParts(
        WorkerServices services,
        WorkerThreads<Worker> threads,
        WorkerPools pools,
        ContinuationExecutor continuations,
        Overload overload) {

    /** Runs work beside workers that belong to their connections. */
    Dispatcher beside() {
        return new AuxiliaryDispatcher(threads, pools, continuations);
    }

    /** Hands each step that a listener finds to another thread. */
    StepStrategy handOff() {
        return new HandOff(continuations, services.failures());
    }
}

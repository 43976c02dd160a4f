package org.servletmpm.worker;

import java.util.function.LongSupplier;

/**
 * Holds what the workers of all children of one connector share.
 *
 * @param name the prefix of the threads' names
 * @param poolThreads makes the threads of those that are no workers
 * @param failures logs what fails
 * @param clock the engine's, in milliseconds
 */
public record WorkerServices(
        String name, PoolThreads poolThreads, Failures failures, LongSupplier clock) {}

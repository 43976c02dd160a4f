package org.servletmpm.scoreboard;

/**
 * Counts the requests that ended in a thread that is not a worker, since the server was started.
 *
 * @param accesses how many
 * @param bytes what was sent for them, headers included
 * @param durationNanos how long they took together
 */
public record NonWorkerRequests(long accesses, long bytes, long durationNanos) {
    static final NonWorkerRequests NONE = new NonWorkerRequests(0, 0, 0);
}

package org.servletmpm.scoreboard;

/**
 * Requests that ended in a thread that is no worker's, since the server was started.
 *
 * @param accesses how many
 * @param bytes what was sent for them, headers included
 * @param durationNanos how long they took together
 */
public record Elsewhere(long accesses, long bytes, long durationNanos) {
    static final Elsewhere NONE = new Elsewhere(0, 0, 0);
}

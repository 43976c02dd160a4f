package org.servletmpm.scoreboard;

/**
 * Shows one worker at one moment.
 *
 * @param thread the worker's number in its child, from 0
 * @param status what it does; {@link WorkerStatus#DEAD} in a free slot
 * @param connectionId the connection it serves or served last, 0 for none
 * @param accesses requests served
 * @param bytes bytes sent
 * @param durationNanos the duration of all the slot's requests together, ns
 * @param lastDurationNanos the duration of the last request that is over, ns
 * @param lastUsedMillis when a request last began or ended, ms since the epoch, 0 for never
 * @param lastRequestMillis when the last request began, ms since the epoch, 0 for never
 * @param cpuNanos processor time of the worker's thread so far, ns, as of the end of a recent
 *     request
 * @param text the current or last request
 * @param pinnedBy in event, the filter or servlet that keeps it with its connection; else empty
 */
public record WorkerSnapshot(
        int thread,
        WorkerStatus status,
        long connectionId,
        ScopedTotal accesses,
        ScopedTotal bytes,
        long durationNanos,
        long lastDurationNanos,
        long lastUsedMillis,
        long lastRequestMillis,
        long cpuNanos,
        RequestText text,
        String pinnedBy) {}

package org.servletmpm.status;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.ScopedTotal;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.WorkerSnapshot;
import org.servletmpm.scoreboard.WorkerStatus;

/** Describes a worker in the words of mod_status. Immutable. */
record ShownWorker(ChildSnapshot child, WorkerSnapshot worker) {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * @return the workers that httpd shows: those that do something, and those that have served,
     *     also when they are gone
     */
    static List<ShownWorker> of(Snapshot snapshot) {
        return snapshot.children().stream()
                .flatMap(
                        child ->
                                child.workers().stream()
                                        .map(worker -> new ShownWorker(child, worker)))
                .filter(shown -> shown.served() || shown.acts())
                .toList();
    }

    private boolean served() {
        return worker.accesses().slot() > 0;
    }

    private boolean acts() {
        return worker.status() != WorkerStatus.READY && worker.status() != WorkerStatus.DEAD;
    }

    /**
     * @return slot and generation of the child
     */
    String server() {
        return child.slot() + "-" + child.generation();
    }

    /**
     * @return the pid; a dash for a worker that is gone
     */
    String pid() {
        return worker.status() == WorkerStatus.DEAD ? "-" : Long.toString(child.pid());
    }

    /**
     * @return the accesses of this connection, this child and this slot
     */
    String accesses(String separator) {
        ScopedTotal accesses = worker.accesses();
        return LongStream.of(accesses.connection(), accesses.child(), accesses.slot())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(separator));
    }

    /**
     * @return what pins its connection, after a space; empty where it is not pinned
     */
    String pin() {
        return worker.pinnedBy().isEmpty() ? "" : " pinned by " + worker.pinnedBy();
    }

    /**
     * @return processor time in seconds
     */
    String cpu() {
        return String.format(Locale.ROOT, "%.2f", worker.cpuNanos() / NANOS_PER_SECOND);
    }

    /**
     * @return whole seconds since the last request began, not below 0; a dash if there was none
     */
    String secondsSinceRequest(ZonedDateTime now) {
        long began = worker.lastRequestMillis();
        if (began == 0) {
            return "-";
        }
        long millis = now.toInstant().toEpochMilli() - began;
        return Long.toString(Math.max(0, millis / MILLIS_PER_SECOND));
    }

    long lastMillis() {
        return worker.lastDurationNanos() / NANOS_PER_MILLI;
    }

    long totalMillis() {
        return worker.durationNanos() / NANOS_PER_MILLI;
    }
}

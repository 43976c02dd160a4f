package org.servletmpm.scoreboard;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.servletmpm.directive.Model;

/**
 * Shows the scoreboard at one moment, with mod_status's own sums. {@link Scoreboard#snapshot()}
 * says which of them may disagree. Immutable.
 *
 * @param model the processing model
 * @param startMillis when the server started, ms since the epoch
 * @param generation the server's generation, from 0
 * @param childrenShown the children limit: slots below it are shown even when free
 * @param threadsShown ThreadsPerChild: workers below it are shown even when there is none
 * @param extended whether requests are described (ExtendedStatus)
 * @param children every slot, free ones too, by number
 */
public record Snapshot(
        Model model,
        long startMillis,
        int generation,
        int childrenShown,
        int threadsShown,
        boolean extended,
        List<ChildSnapshot> children) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    public Snapshot {
        children = List.copyOf(children);
    }

    /** {@code BusyWorkers}: workers with something to do, of children that are not quiescing. */
    public int busyWorkers() {
        return sum(child -> quiescing(child) ? 0 : child.busyWorkers());
    }

    /**
     * {@code GracefulWorkers}: workers that finish what they do and then leave, of children that
     * are not quiescing. So in practice prefork's: a leaving child of the other models shows its
     * {@code G}s in the scoreboard and counts in {@code Stopping}, but httpd sums none of its
     * workers.
     */
    public int gracefulWorkers() {
        return sum(child -> quiescing(child) ? 0 : child.gracefulWorkers());
    }

    /**
     * {@code IdleWorkers}: workers waiting for work, of children of the current generation (or a
     * later one: a slot's generations never repeat) that are not quiescing. Workers still starting
     * are not among them (for spare maintenance they are).
     */
    public int idleWorkers() {
        return sum(
                child ->
                        quiescing(child) || child.generation() < generation
                                ? 0
                                : child.idleWorkers());
    }

    private boolean quiescing(ChildSnapshot child) {
        return child.stopping() && model.quiesces();
    }

    /**
     * {@code BusyAuxiliaries}, which mod_status does not know: auxiliary threads (HTTP/2 streams,
     * {@code AsyncContext.start}) in prefork and worker, whose workers belong to connections.
     */
    public int busyAuxiliaries() {
        return sum(ChildSnapshot::auxiliaries);
    }

    /** {@code Processes}: the children there are, leaving ones included. */
    public int processes() {
        return sum(child -> 1);
    }

    /** {@code Stopping}: the children that are leaving. */
    public int stopping() {
        return sum(child -> child.stopping() ? 1 : 0);
    }

    /** {@code ConnsTotal}: the connections of all children, with a worker or without. */
    public int connsTotal() {
        return sum(ChildSnapshot::connections);
    }

    /** {@code ConnsAsync*}: the connections of all children that have no worker. */
    public AsyncCounts async() {
        return children.stream()
                .map(ChildSnapshot::async)
                .reduce(AsyncCounts.NONE, AsyncCounts::plus);
    }

    /**
     * The connections that wait for their next request: {@code ConnsAsyncKeepAlive}, and one for
     * each worker that shows {@code K}.
     */
    public int keptAlive() {
        return async().keepAlive() + sum(ChildSnapshot::keepAliveWorkers);
    }

    /** {@code RequestsQueued}: requests that wait for a worker, where that is limited. */
    public int requestsQueued() {
        return gauge(Gauge.QUEUED);
    }

    /** A gauge of all children together. */
    public int gauge(Gauge gauge) {
        return sum(child -> child.gauges().of(gauge));
    }

    /** A total of all slots since the start. */
    public long total(Total total) {
        return children.stream().mapToLong(child -> child.totals().of(total)).sum();
    }

    /** {@code Total Accesses}: requests served since the start. */
    public long totalAccesses() {
        return total(worker -> worker.accesses().slot(), NonWorkerRequests::accesses);
    }

    /** Bytes sent since the start. */
    public long totalBytes() {
        return total(worker -> worker.bytes().slot(), NonWorkerRequests::bytes);
    }

    /** {@code Total Duration}: the time of all requests since the start together, in ms. */
    public long totalDurationMillis() {
        return total(WorkerSnapshot::durationNanos, NonWorkerRequests::durationNanos)
                / NANOS_PER_MILLI;
    }

    /**
     * {@code Scoreboard}: one letter for each worker there may be, slot by slot. Workers beyond the
     * limits (of a child that another one is already replacing) are added while they exist.
     */
    public String scoreboardLetters() {
        StringBuilder letters = new StringBuilder();
        for (ChildSnapshot child : children) {
            for (WorkerSnapshot worker : child.workers()) {
                boolean expected = child.slot() < childrenShown && worker.thread() < threadsShown;
                if (expected || worker.status() != WorkerStatus.DEAD) {
                    letters.append(worker.status().letter());
                }
            }
        }
        return letters.toString();
    }

    /**
     * @return a line for each child there is, for a dump
     */
    public List<String> childLines() {
        return children.stream().filter(ChildSnapshot::present).map(Snapshot::line).toList();
    }

    private static String line(ChildSnapshot child) {
        StringBuilder letters = new StringBuilder();
        child.workers().stream()
                .filter(worker -> worker.status() != WorkerStatus.DEAD)
                .forEach(worker -> letters.append(worker.status().letter()));
        return String.format(
                "child %d.%d %s, connections %d, %s",
                child.slot(),
                child.generation(),
                child.stopping() ? "leaving" : child.accepting() ? "accepting" : "full",
                child.connections(),
                letters);
    }

    private int sum(ToIntFunction<ChildSnapshot> figure) {
        return children.stream().filter(ChildSnapshot::present).mapToInt(figure).sum();
    }

    private long total(
            ToLongFunction<WorkerSnapshot> ofWorkers, ToLongFunction<NonWorkerRequests> ofOthers) {
        long sum = 0;
        for (ChildSnapshot child : children) {
            sum += ofOthers.applyAsLong(child.elsewhere());
            sum += child.workers().stream().mapToLong(ofWorkers).sum();
        }
        return sum;
    }
}

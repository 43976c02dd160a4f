package org.servletmpm.worker;

import org.servletmpm.directive.Directives;

/**
 * Limits the threads that one connection has at once for the requests that it carries: at most half
 * of MaxRequestWorkers, and of the workers that there are now also half, or all but MinSpareThreads
 * if that is more. One more, so that spare regulation sees too few of them and starts others: one
 * connection may be all that a reverse proxy opens. Read by any thread.
 */
public final class StreamLimit {

    private final WorkerPools pools;

    /** Of the directives that the last child was started with. */
    private record Bounds(int most, int spare) {}

    private volatile Bounds bounds = new Bounds(1, 1);

    public StreamLimit(WorkerPools pools) {
        this.pools = pools;
    }

    /** A child is about to be started with these. The parent's thread. */
    public void directives(Directives directives) {
        bounds = new Bounds(directives.maxRequestWorkers() / 2, directives.minSpareThreads() - 1);
    }

    /**
     * @return at least 1
     */
    int get() {
        Bounds now = bounds;
        return of(pools.workers(), now.most(), now.spare());
    }

    static int of(int workers, int most, int spare) {
        int present = Math.max(workers / 2, workers - Math.max(spare, 1));
        return Math.max(Math.min(most, present), 1);
    }
}

package org.servletmpm.process;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.servletmpm.life.Parent;

/**
 * Rolls out one generation after the other, each from its own snapshot. Any thread; snapshots are
 * taken and deleted in a thread of its own, so that the parent's goes on meanwhile.
 */
final class Deployment {

    private static final long IDLE_SECONDS = 10;

    private final Snapshots snapshots;
    private final ProcessChildren children;
    private final Executor executor;

    private final Parent parent;

    /** The number of the snapshot that was rolled out last. This object's thread. */
    private int current;

    /** Yields what a generation is to run. */
    private interface Source {
        Program program() throws IOException;
    }

    /**
     * @param first the number of the snapshot that the first generation runs
     * @param name the prefix of its thread's name
     */
    Deployment(
            Snapshots snapshots, int first, ProcessChildren children, Parent parent, String name) {
        this.snapshots = snapshots;
        this.current = first;
        this.children = children;
        this.parent = parent;
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, name + "-deployment");
                            thread.setDaemon(true);
                            return thread;
                        });
        one.allowCoreThreadTimeOut(true);
        this.executor = one;
    }

    /**
     * Replaces all children by a generation that runs the files that are there now.
     *
     * @return as {@link Control#graceful}
     */
    CompletableFuture<Void> graceful() {
        return rollOut(snapshots::take, () -> {});
    }

    /**
     * Replaces all children by a generation that runs what was run before the last change.
     *
     * @return as {@link Control#graceful}; failed where there is no such snapshot
     */
    CompletableFuture<Void> rollback() {
        return rollOut(() -> snapshots.before(current), () -> {});
    }

    /**
     * As {@link #graceful}, after the children that are there have been ended.
     *
     * @param end ends them; the snapshot has been taken
     * @return as {@link Control#restart}
     */
    CompletableFuture<Void> restart(Runnable end) {
        return rollOut(snapshots::take, end);
    }

    private CompletableFuture<Void> rollOut(Source source, Runnable before) {
        Rollout rollout = new Rollout();
        executor.execute(() -> begin(source, before, rollout));
        return rollout.serving();
    }

    private void begin(Source source, Runnable before, Rollout rollout) {
        try {
            int last = current;
            deleteUnused();
            Program program = source.program();
            current = program.snapshot();
            rollout.serving()
                    .whenCompleteAsync(
                            (served, failed) -> ended(last, program.snapshot(), failed != null),
                            executor);
            children.next(program);
            before.run();
            parent.restart(parent.directives(), rollout);
        } catch (Throwable t) {
            // Whoever asked for it waits.
            rollout.failed(t);
        }
    }

    /** Nobody goes back to what has failed, or was rolled back from. */
    private void ended(int last, int next, boolean failed) {
        if (current == next) {
            current = failed ? last : next;
            snapshots.discardAfter(current);
            deleteUnused();
        }
    }

    private void deleteUnused() {
        snapshots.deleteUnused(children.snapshots(), parent.directives().keepGenerations());
    }
}

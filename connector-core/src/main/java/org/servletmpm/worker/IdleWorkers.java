package org.servletmpm.worker;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A stack of the idle workers of one child, the last to become idle on top: its caches are warm,
 * and the others stay asleep. Any thread may claim one; a worker takes its own entry back when it
 * sees work.
 *
 * <p>An entry is claimed once. One that its worker took back stays in the stack, dead, until a
 * claim comes by; there are never more of those than claims that found no worker.
 *
 * @param <W> a worker
 */
public final class IdleWorkers<W> {

    /** A worker that is idle. */
    static final class Entry<W> extends AtomicReference<W> {
        private Entry<W> below;

        private Entry(W worker) {
            super(worker);
        }

        /**
         * @return the worker, for the one caller that gets it; null for all others
         */
        W claim() {
            return get() == null ? null : getAndSet(null);
        }
    }

    private final AtomicReference<Entry<W>> top = new AtomicReference<>();
    private final AtomicInteger idle = new AtomicInteger();

    /** The calling worker has nothing to do. */
    Entry<W> push(W worker) {
        Entry<W> entry = new Entry<>(worker);
        idle.incrementAndGet();
        do {
            entry.below = top.get();
        } while (!top.compareAndSet(entry.below, entry));
        return entry;
    }

    /**
     * @return whether the worker got its own entry back: if not, another thread is about to give it
     *     work
     */
    boolean takeBack(Entry<W> entry) {
        if (entry.claim() == null) {
            return false;
        }
        idle.decrementAndGet();
        return true;
    }

    /**
     * @return an idle worker, which now waits for the caller to assign something, or null
     */
    public W claim() {
        for (Entry<W> entry = top.get(); entry != null; entry = top.get()) {
            if (top.compareAndSet(entry, entry.below)) {
                W worker = entry.claim();
                if (worker != null) {
                    idle.decrementAndGet();
                    return worker;
                }
            }
        }
        return null;
    }

    /**
     * @return how many are idle, as of a moment ago
     */
    int count() {
        return idle.get();
    }
}

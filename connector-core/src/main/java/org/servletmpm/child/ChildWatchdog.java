package org.servletmpm.child;

import java.util.function.ToIntFunction;
import org.servletmpm.worker.Dispatcher;
import org.servletmpm.worker.Failures;

/**
 * Looks once a second whether every child comes round and has its threads. The system tells httpd's
 * parent when a child has died; it tells nothing about threads, and a thread that has met the end
 * of the memory at the wrong moment may be alive and do nothing. Such a child leaves, and the
 * regulator starts another one; what was begun and has failed half-way is done again.
 *
 * <p>Everything runs in the parent's thread, except {@link #stalledFor}.
 */
final class ChildWatchdog {

    /** After so many looks without a heartbeat a child is woken, so that it has one. */
    static final int QUIET = 5;

    /** After so many it leaves. */
    static final int PATIENCE = 10;

    private final ChildRegistry registry;
    private final Siblings group;
    private final Dispatcher dispatcher;
    private final Failures failures;

    /** Looks since a child was last there that accepts. */
    private volatile int stalledFor;

    ChildWatchdog(
            ChildRegistry registry, Siblings group, Dispatcher dispatcher, Failures failures) {
        this.registry = registry;
        this.group = group;
        this.dispatcher = dispatcher;
        this.failures = failures;
    }

    /**
     * @return for how many looks no child has been there that accepts, or the holder of the accept
     *     mutex has not come round
     */
    int stalledFor() {
        return stalledFor;
    }

    void look() {
        guarded(
                nobody -> {
                    dispatcher.remind();
                    return 0;
                },
                null);
        boolean accepted = registry.hasActive();
        for (Child child : registry.all()) {
            int missed = guarded(this::look, child);
            accepted &= missed == 0 || !child.acceptor().isHolder();
        }
        stalledFor = accepted ? 0 : stalledFor + 1;
    }

    /** One child's failure must not take the look from the others. */
    private int guarded(ToIntFunction<Child> look, Child child) {
        try {
            return look.applyAsInt(child);
        } catch (Throwable t) {
            failures.goesOnAfter(t, 0);
            return 0;
        }
    }

    /**
     * @return looks without a heartbeat
     */
    private int look(Child child) {
        if (child.liveThreads().isOver()) {
            group.gone(child);
        } else if (child.isLeaving()) {
            child.wake();
        } else if (child.hasDecidedToLeave()) {
            group.leaveAgain(child);
        } else if (child.workers().hasLostWorker()) {
            group.leave(child, "a worker has ended and could not be replaced");
        } else {
            child.workers().remind();
            return lookAfter(child);
        }
        return 0;
    }

    private int lookAfter(Child child) {
        if (!child.acceptor().isToBeat()) {
            return 0;
        }
        int missed = child.heartbeat().look();
        if (missed >= PATIENCE) {
            group.leave(child, "it has not come round for " + missed + " seconds");
            child.acceptor().withdraw();
        } else if (missed >= QUIET) {
            child.acceptor().wake();
        }
        // Woken, it has had a second to come round.
        return missed <= QUIET ? 0 : missed;
    }
}

package org.servletmpm.accept;

import java.util.function.Predicate;

/**
 * Lets a child of event stop accepting and go on. As in httpd it stops when a connection is there
 * that it may not take, not before, so that a worker's short absence changes nothing while no
 * client waits; it goes on as soon as it may take one again.
 *
 * <p>Its accepting thread closes and opens it. Any thread that makes the counts smaller asks {@link
 * #mayOpen} afterwards, and wakes that thread: it sees the gate closed, or the closing thread,
 * which looks once more, sees the smaller count.
 */
public final class AdmissionGate implements Capacity {

    /** Asks {@link Admission} about the child's counts as they are, stopped or not. */
    private final Predicate<Boolean> admission;

    private volatile boolean closed;

    public AdmissionGate(Predicate<Boolean> admission) {
        this.admission = admission;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public boolean canServe(boolean draining) {
        return !closed || draining;
    }

    @Override
    public boolean hasRoom() {
        return admission.test(closed);
    }

    @Override
    public boolean admits() {
        if (!closed && !admission.test(false)) {
            closed = true;
        }
        return !closed || open();
    }

    @Override
    public boolean mayOpen() {
        return closed && admission.test(true);
    }

    @Override
    public boolean open() {
        boolean opens = mayOpen();
        if (opens) {
            closed = false;
        }
        return opens;
    }
}

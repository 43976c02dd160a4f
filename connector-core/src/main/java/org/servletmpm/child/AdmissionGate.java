package org.servletmpm.child;

import java.util.function.Predicate;

/**
 * Whether a child of event has stopped accepting. As in httpd it stops when a connection is there
 * that it may not take, not before, so that a worker's short absence with nobody waiting changes
 * nothing; it goes on as soon as it may take one again.
 *
 * <p>Its accepting thread closes and opens it. Any thread that makes the counts smaller asks {@link
 * #mayOpen} afterwards, and wakes that thread: it sees the gate closed, or the closing thread,
 * which looks once more, sees the smaller count.
 */
final class AdmissionGate {

    /** What {@link Admission} says of the child's counts as they are, stopped or not. */
    private final Predicate<Boolean> admission;

    private volatile boolean closed;

    AdmissionGate(Predicate<Boolean> admission) {
        this.admission = admission;
    }

    boolean isOpen() {
        return !closed;
    }

    /**
     * Somebody waits to be accepted. The accepting thread.
     *
     * @return whether one may be: if not, the gate is closed
     */
    boolean admits() {
        if (!closed && !admission.test(false)) {
            closed = true;
        }
        return !closed || open();
    }

    /**
     * @return whether it is closed and need not be any more
     */
    boolean mayOpen() {
        return closed && admission.test(true);
    }

    /**
     * Opens it if it may. The accepting thread.
     *
     * @return whether it was closed
     */
    boolean open() {
        boolean opens = mayOpen();
        if (opens) {
            closed = false;
        }
        return opens;
    }
}

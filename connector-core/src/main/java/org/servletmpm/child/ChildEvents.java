package org.servletmpm.child;

/** Tells the parent what happens to its children, from any thread; must not block. */
public interface ChildEvents {

    /**
     * A child wants to leave. Any thread.
     *
     * @return whether it may at once; otherwise it goes on until it is told to
     */
    default boolean mayLeave(String reason) {
        return true;
    }

    /** A child takes no more connections; what it has is finished. */
    void leaving(int slot, int generation, String reason);

    /** A child's last thread has ended: its slot is free. */
    void gone(int slot, int generation);

    /**
     * A worker ended by an Error.
     *
     * @param replaced whether another one took its place; if not, the child leaves
     */
    void died(Thread worker, int slot, int generation, Error cause, boolean replaced);
}

package org.servletmpm.child;

/** The group, seen from one of its children. Any thread; nothing here blocks. */
interface Siblings {

    /**
     * @return whether a child that does not leave can take a parked connection over
     */
    boolean hasSuccessor();

    /**
     * @return where the child's connections are that does not leave and takes the next parked one
     *     over; null when there is none
     */
    ConnectionTable successor();

    /** The child leaves, unless that has been decided already. */
    void leave(Child child, String reason);

    /** That has been decided already, and may have failed half-way. */
    void leaveAgain(Child child);

    /** The last thread of the child is about to end. */
    void gone(Child child);

    /**
     * A worker of the child ends by an Error.
     *
     * @param replaced whether another one has taken its place
     */
    void died(Child child, Thread worker, Error cause, boolean replaced);
}

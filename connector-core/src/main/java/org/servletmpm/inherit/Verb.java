package org.servletmpm.inherit;

/** Names the messages between a child and its control. Others are of another release: ignored. */
public enum Verb {
    /** Child: who it is ({@code protocol}, {@code slot}, {@code generation}, {@code token}). */
    HELLO,
    /** Control: the slot is claimed for that child ({@code claim}, its number). */
    WELCOME,
    /**
     * Child: it can serve ({@code management}: the port where it alone can be asked, 0 for none).
     */
    READY,
    /** Child: it will never be able to serve ({@code reason}), and ends. */
    FAILED,
    /** Control: connections are to be accepted. */
    ACCEPT,
    /** Control: no connection is to be accepted until {@link #ACCEPT}. */
    PAUSE,
    /** Control: whether the child is the first of those that serve ({@code is}). */
    FIRST,
    /** Child: it should be replaced ({@code reason}); it goes on meanwhile. */
    RENEW,
    /**
     * Child, once a second: what it has used ({@code requests} it has answered; {@code heapUsed},
     * {@code heap} and {@code heapMax}, bytes: what is in use now, what the last collection has
     * left where objects live long, and the most there can be there), how long its {@code oldest}
     * request runs, ms, and for how many seconds its accepting has {@code stalled}.
     */
    BEAT,
    /** Control: a stop is to come; everything goes on, and responses say so. */
    ANNOUNCE,
    /**
     * Control: nothing more is to be accepted, also of what {@link #DRAIN} had left; what the child
     * has it finishes, and ends.
     */
    LEAVE,
    /** Control: the same, but what is queued is accepted first. */
    DRAIN,
    /**
     * Control: the stacks of all threads are wanted. Child: some lines of them ({@code text}), and
     * whether {@code more} are to come.
     */
    STACKS,
    /** Child: it accepts nothing more and finishes what it has. */
    LEAVING,
    /** Child: of what was queued it accepts nothing more. */
    QUEUE_EMPTY
}

package org.servletmpm.inherit;

/** Names the messages between a child and its control. Others are of another release: ignored. */
public enum Verb {
    /** Child: who it is ({@code protocol}, {@code slot}, {@code generation}, {@code token}). */
    HELLO,
    /** Control: the slot is claimed for that child. */
    WELCOME,
    /** Child: it can serve. */
    READY,
    /** Control: connections are to be accepted. */
    ACCEPT,
    /** Control: no connection is to be accepted until {@link #ACCEPT}. */
    PAUSE,
    /** Child: it should be replaced ({@code reason}); it goes on meanwhile. */
    RENEW,
    /** Control: a stop is to come; everything goes on, and responses say so. */
    ANNOUNCE,
    /**
     * Control: nothing more is to be accepted, also of what {@link #DRAIN} had left; what the child
     * has it finishes, and ends.
     */
    LEAVE,
    /** Control: the same, but what is queued is accepted first. */
    DRAIN,
    /** Child: it accepts nothing more and finishes what it has. */
    LEAVING,
    /** Child: of what was queued it accepts nothing more. */
    QUEUE_EMPTY
}

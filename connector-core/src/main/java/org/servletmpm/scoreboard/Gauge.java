package org.servletmpm.scoreboard;

/**
 * Names what a child has at the moment besides connections. mod_status does not know these figures.
 * The ordinal is the gauge's place in a child's record.
 */
public enum Gauge {
    /** Connections that one worker serves to their end, because of an incompatible filter. */
    PINNED("ConnsPinned", "pinned connections"),
    /** Memory for what clients have not yet taken of their responses, in KB. */
    UNSENT("UnsentBytes", "KB of responses kept until their clients take them"),
    /** Threads that wait in a write because their connection may have no more such memory. */
    BLOCKED_WRITERS("BlockedWriters", "threads that wait for a client to take more"),
    /** Requests that wait for a worker; 0, as are the next three, while nothing limits the wait. */
    QUEUED("RequestsQueued", "requests that wait for a worker"),
    /** How long the oldest of them has waited, in ms. */
    QUEUE_AGE("QueueAgeSeconds", "ms that the oldest of them has waited"),
    /** How long 99 in 100 of the last requests have waited at the most, in ms. */
    QUEUE_WAIT("QueueWaitSeconds", "ms that 99 in 100 have waited at the most"),
    /** 1 while OverloadControl sees overload. */
    OVERLOADED("Overloaded", "in overload (1) or not (0)");

    private final String field;
    private final String words;

    Gauge(String field, String words) {
        this.field = field;
        this.words = words;
    }

    /**
     * @return its name in {@code ?auto} and in JMX
     */
    public String field() {
        return field;
    }

    /**
     * @return what follows the figure in a sentence
     */
    public String words() {
        return words;
    }

    /**
     * @return whether it is of event only: in prefork and worker it is always 0
     */
    public boolean ofEvent() {
        return ordinal() < QUEUED.ordinal();
    }
}

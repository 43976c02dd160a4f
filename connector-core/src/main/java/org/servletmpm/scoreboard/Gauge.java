package org.servletmpm.scoreboard;

/**
 * What a child has at the moment besides connections: figures of ours, which mod_status does not
 * know. The ordinal is the gauge's place in a child's record.
 */
public enum Gauge {
    /** Connections that one worker serves to their end, because of what they have met. */
    PINNED("ConnsPinned", "pinned connections"),
    /** Memory that holds what clients have not yet taken of their responses, in KB. */
    UNSENT("UnsentKBytes", "KB of responses kept until their clients take them"),
    /** Threads that wait in a write, because no such memory is left for their connection. */
    BLOCKED_WRITERS("BlockedWriters", "threads that wait for a client to take more");

    private final String field;
    private final String words;

    Gauge(String field, String words) {
        this.field = field;
        this.words = words;
    }

    /** Its name in {@code ?auto} and in JMX. */
    public String field() {
        return field;
    }

    /** What follows the figure in a sentence. */
    public String words() {
        return words;
    }
}

package org.servletmpm.scoreboard;

/**
 * What is counted since the start of the server besides requests: figures of ours, which mod_status
 * does not know. The ordinal is the total's place in a child's record.
 */
public enum Total {
    /** Requests that another child's worker has run, because none of their own was idle. */
    REQUESTS_HELPED("RequestsHelped", "requests helped with by another child"),
    /** Connections that a leaving child has given to a sibling. */
    CONNS_HANDED_OVER("ConnsHandedOver", "connections handed over by leaving children"),
    /** Idle connections that were closed at the limit of connections, for others that waited. */
    CONNS_GIVEN_WAY("ConnsGivenWay", "idle connections that gave way to new ones"),
    /** Writes that had to wait for their client. */
    WRITES_BLOCKED("WritesBlocked", "writes that waited for a client");

    private final String field;
    private final String words;

    Total(String field, String words) {
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

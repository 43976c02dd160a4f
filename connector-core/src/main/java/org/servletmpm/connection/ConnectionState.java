package org.servletmpm.connection;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Says what a connection is doing, in httpd's words, and which moves are legal.
 *
 * <pre>
 *  FIRST_BYTES --> REQUEST --> HANDLER --> KEEP_ALIVE --> REQUEST, HANDLER (pipelined) ...
 *       ^             |        |  ^  |         ^
 *       +-------------+        v  |  v         |
 *   (part of a request)     SUSPENDED ---------+        HANDLER --> UPGRADED
 *                                              |
 *                                              +------> WRITE_COMPLETION --> KEEP_ALIVE
 * </pre>
 *
 * REQUEST goes back to KEEP_ALIVE when what came was no begin of a request. Any state may end in
 * {@link #CLOSED}, and nothing follows it; before it, any but {@link #UPGRADED} may pass through
 * {@link #LINGER}.
 */
public enum ConnectionState {
    /** Waits for the first bytes of a request, or for the rest of its line and headers. */
    FIRST_BYTES,
    /** A worker reads and parses. */
    REQUEST,
    /** The application has the request. */
    HANDLER,
    /** The application returned and will answer later (an async servlet). */
    SUSPENDED,
    /** A response is complete; waits for the next request. */
    KEEP_ALIVE,
    /** A response is complete; what the client has not yet taken of it is written without it. */
    WRITE_COMPLETION,
    /** The last response is out; the client's end of the connection is waited for. */
    LINGER,
    /** Another protocol has taken over (101): the engine does not know what it waits for. */
    UPGRADED,
    /** The end. */
    CLOSED;

    private static final Map<ConnectionState, Set<ConnectionState>> LEGAL =
            Map.of(
                    FIRST_BYTES, EnumSet.of(REQUEST, WRITE_COMPLETION, LINGER, CLOSED),
                    REQUEST,
                            EnumSet.of(
                                    FIRST_BYTES,
                                    HANDLER,
                                    KEEP_ALIVE,
                                    WRITE_COMPLETION,
                                    LINGER,
                                    CLOSED),
                    HANDLER,
                            EnumSet.of(
                                    SUSPENDED,
                                    KEEP_ALIVE,
                                    UPGRADED,
                                    WRITE_COMPLETION,
                                    LINGER,
                                    CLOSED),
                    SUSPENDED, EnumSet.of(HANDLER, KEEP_ALIVE, WRITE_COMPLETION, LINGER, CLOSED),
                    KEEP_ALIVE, EnumSet.of(REQUEST, HANDLER, WRITE_COMPLETION, LINGER, CLOSED),
                    WRITE_COMPLETION, EnumSet.of(KEEP_ALIVE, LINGER, CLOSED),
                    LINGER, EnumSet.of(CLOSED),
                    UPGRADED, EnumSet.of(WRITE_COMPLETION, CLOSED),
                    CLOSED, EnumSet.noneOf(ConnectionState.class));

    /** The table's row for this state, a bit for each next one: asked with every request. */
    private int next;

    static {
        LEGAL.forEach(
                (from, all) -> {
                    for (ConnectionState to : all) {
                        from.next |= 1 << to.ordinal();
                    }
                });
    }

    /**
     * @return whether a connection in this state may move to {@code to}
     */
    public boolean mayBecome(ConnectionState to) {
        return (next & 1 << to.ordinal()) != 0;
    }
}

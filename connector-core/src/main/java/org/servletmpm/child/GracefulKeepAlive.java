package org.servletmpm.child;

import java.util.OptionalLong;
import org.servletmpm.connection.Connection;
import org.servletmpm.directive.Directives;

/**
 * Says for how long a client that sends nothing may still begin a request, when its server stops
 * gracefully or its child leaves and no sibling takes the connection over (GracefulKeepAlive). Who
 * is kept alive was promised that it may ask: its request may be on its way, and must not be
 * repeated where it is a POST.
 *
 * <p>It only ever ends a wait earlier: the connection's own time out (KeepAliveTimeout, or the
 * header's part of RequestReadTimeout) goes on. Immutable.
 *
 * @param written what somebody wrote, in milliseconds
 * @param keepAlive KeepAliveTimeout in milliseconds; negative where none is known
 */
record GracefulKeepAlive(OptionalLong written, long keepAlive) {

    /**
     * A stop does not wait longer for clients that send nothing, unless somebody wrote so, and no
     * more does a child whose place new clients wait for.
     */
    static final long MOST_AT_STOP = 5_000;

    /** Without a KeepAliveTimeout the container may wait for ever, and the child would never go. */
    static final long UNKNOWN_KEEP_ALIVE = 60_000;

    /** A client that was told by GOAWAY asks no more: what it has sent before comes within that. */
    static final long TOLD = 1_000;

    /** The connection is not idle: nothing ends early. */
    private static final long BUSY = Long.MAX_VALUE;

    static GracefulKeepAlive of(Directives directives) {
        return new GracefulKeepAlive(
                directives.gracefulKeepAliveMillis(),
                directives.keepAliveTimeoutMillis().orElse(-1));
    }

    /**
     * The time that a connection may still ask at a stop, when no other is accepted.
     *
     * @return milliseconds; {@link Long#MAX_VALUE} when nobody waits for a request to begin
     */
    long atStop(Connection connection) {
        return of(connection, keepAlive < 0 ? MOST_AT_STOP : Math.min(keepAlive, MOST_AT_STOP));
    }

    /**
     * @return milliseconds; {@link Long#MAX_VALUE} when nobody waits for a request to begin
     */
    long atLeaving(Connection connection) {
        return of(connection, keepAlive < 0 ? UNKNOWN_KEEP_ALIVE : keepAlive);
    }

    private long of(Connection connection, long patience) {
        long unset = connection.handler().isMultiplexed() ? Math.min(patience, TOLD) : patience;
        return switch (connection.state()) {
            case KEEP_ALIVE -> written.orElse(unset);
            case FIRST_BYTES -> firstBytes(connection, unset);
            default -> BUSY;
        };
    }

    private long firstBytes(Connection connection, long unset) {
        if (connection.isHeaderIncomplete()) {
            return BUSY;
        }
        return written.orElse(connection.isTimed() ? BUSY : unset);
    }
}

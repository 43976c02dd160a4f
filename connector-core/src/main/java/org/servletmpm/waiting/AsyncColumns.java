package org.servletmpm.waiting;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.scoreboard.AsyncState;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Gauge;

/**
 * Says in which of a child's asynchronous counts a connection is, by what it does; one that is
 * pinned has a count of its own. Immutable: the counting is {@link Watch#settle}'s.
 */
public final class AsyncColumns {

    /** For connections that always have a thread of their own. */
    public static final AsyncColumns NONE = new AsyncColumns(Map.of(), null);

    private static final Map<ConnectionState, AsyncState> WITHOUT_A_WORKER =
            Map.of(
                    ConnectionState.FIRST_BYTES, AsyncState.WAIT_IO,
                    ConnectionState.KEEP_ALIVE, AsyncState.KEEPALIVE,
                    ConnectionState.WRITE_COMPLETION, AsyncState.WRITING,
                    ConnectionState.LINGER, AsyncState.CLOSING);

    private final Map<ConnectionState, Column> columns;

    /** Null for connections that always have a thread of their own. */
    private final Column pinned;

    private AsyncColumns(Map<ConnectionState, Column> columns, Column pinned) {
        this.columns = columns;
        this.pinned = pinned;
    }

    /** The counts of one child. */
    public static AsyncColumns of(ChildScore score) {
        Map<ConnectionState, Column> columns = new EnumMap<>(ConnectionState.class);
        WITHOUT_A_WORKER.forEach(
                (state, async) ->
                        columns.put(state, new Column(delta -> score.async(async, delta))));
        return new AsyncColumns(columns, new Column(delta -> score.gauge(Gauge.PINNED, delta)));
    }

    /**
     * @return where a connection is counted, always the same object; or null
     */
    Column of(Connection connection) {
        ConnectionState state = connection.state();
        return connection.pinnedBy() == null || state == ConnectionState.CLOSED
                ? columns.get(state)
                : pinned;
    }

    /** One count. */
    record Column(IntConsumer count) {
        void add(int delta) {
            count.accept(delta);
        }
    }
}

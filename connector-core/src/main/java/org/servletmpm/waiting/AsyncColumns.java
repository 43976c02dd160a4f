package org.servletmpm.waiting;

import java.util.EnumMap;
import java.util.Map;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.scoreboard.AsyncState;
import org.servletmpm.scoreboard.ChildScore;

/**
 * Which of a child's asynchronous counts a connection belongs to, by what it does. Immutable: the
 * counting is {@link Watch#settle}'s.
 */
public final class AsyncColumns {

    /** For connections that always have a thread of their own. */
    public static final AsyncColumns NONE = new AsyncColumns(Map.of());

    private static final Map<ConnectionState, AsyncState> WITHOUT_A_WORKER =
            Map.of(
                    ConnectionState.FIRST_BYTES, AsyncState.WAIT_IO,
                    ConnectionState.KEEP_ALIVE, AsyncState.KEEPALIVE,
                    ConnectionState.WRITE_COMPLETION, AsyncState.WRITING,
                    ConnectionState.LINGER, AsyncState.CLOSING);

    private final Map<ConnectionState, Column> columns;

    private AsyncColumns(Map<ConnectionState, Column> columns) {
        this.columns = columns;
    }

    /** The counts of one child. */
    public static AsyncColumns of(ChildScore score) {
        Map<ConnectionState, Column> columns = new EnumMap<>(ConnectionState.class);
        WITHOUT_A_WORKER.forEach((state, async) -> columns.put(state, new Column(score, async)));
        return new AsyncColumns(columns);
    }

    /**
     * @return where a connection in this state is counted, always the same object; or null
     */
    Column of(ConnectionState state) {
        return columns.get(state);
    }

    /** One count. */
    record Column(ChildScore score, AsyncState state) {
        void add(int delta) {
            score.async(state, delta);
        }
    }
}

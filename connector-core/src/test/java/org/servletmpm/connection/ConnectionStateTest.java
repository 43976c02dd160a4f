package org.servletmpm.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.servletmpm.connection.ConnectionState.CLOSED;
import static org.servletmpm.connection.ConnectionState.FIRST_BYTES;
import static org.servletmpm.connection.ConnectionState.HANDLER;
import static org.servletmpm.connection.ConnectionState.KEEP_ALIVE;
import static org.servletmpm.connection.ConnectionState.LINGER;
import static org.servletmpm.connection.ConnectionState.REQUEST;
import static org.servletmpm.connection.ConnectionState.SUSPENDED;
import static org.servletmpm.connection.ConnectionState.UPGRADED;
import static org.servletmpm.connection.ConnectionState.WRITE_COMPLETION;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The moves that a connection may make, written a second time. */
class ConnectionStateTest {

    private static final Map<ConnectionState, Set<ConnectionState>> DOCUMENTED =
            new EnumMap<>(
                    Map.of(
                            FIRST_BYTES, Set.of(REQUEST, WRITE_COMPLETION, LINGER, CLOSED),
                            REQUEST,
                                    Set.of(
                                            FIRST_BYTES,
                                            HANDLER,
                                            KEEP_ALIVE,
                                            WRITE_COMPLETION,
                                            LINGER,
                                            CLOSED),
                            HANDLER,
                                    Set.of(
                                            SUSPENDED,
                                            KEEP_ALIVE,
                                            UPGRADED,
                                            WRITE_COMPLETION,
                                            LINGER,
                                            CLOSED),
                            SUSPENDED,
                                    Set.of(HANDLER, KEEP_ALIVE, WRITE_COMPLETION, LINGER, CLOSED),
                            KEEP_ALIVE, Set.of(REQUEST, HANDLER, WRITE_COMPLETION, LINGER, CLOSED),
                            WRITE_COMPLETION, Set.of(KEEP_ALIVE, LINGER, CLOSED),
                            LINGER, Set.of(CLOSED),
                            UPGRADED, Set.of(WRITE_COMPLETION, CLOSED),
                            CLOSED, Set.of()));

    @ParameterizedTest
    @EnumSource
    void exactlyTheDocumentedMovesAreLegal(ConnectionState from) {
        assertThat(successors(from)).containsExactlyInAnyOrderElementsOf(DOCUMENTED.get(from));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLOSED")
    void everyStateMayEnd(ConnectionState from) {
        assertThat(from.mayBecome(CLOSED)).isTrue();
        assertThat(from.mayBecome(from)).isFalse();
    }

    @Test
    void nothingFollowsTheEnd() {
        assertThat(successors(CLOSED)).isEmpty();
    }

    @Test
    void everyStateIsReachedFromTheFirst() {
        Set<ConnectionState> reached = EnumSet.of(FIRST_BYTES);
        int before;
        do {
            before = reached.size();
            Set.copyOf(reached).forEach(state -> reached.addAll(successors(state)));
        } while (reached.size() > before);

        assertThat(reached).containsExactly(ConnectionState.values());
    }

    private static Set<ConnectionState> successors(ConnectionState from) {
        Set<ConnectionState> next = EnumSet.noneOf(ConnectionState.class);
        Arrays.stream(ConnectionState.values()).filter(from::mayBecome).forEach(next::add);
        return next;
    }
}

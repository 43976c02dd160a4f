package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Origin;
import org.servletmpm.scoreboard.ChildSnapshot;

/** Which siblings take over what a child of event leaves. */
@Timeout(60)
class HandOverTest {

    private static final int SLOTS = 3;

    private final Directives.Builder builder =
            Directives.builder()
                    .set("ThreadsPerChild", "2", Origin.of("test"))
                    .set("MaxRequestWorkers", "6", Origin.of("test"))
                    // No worker leads, so that each is idle while no request runs.
                    .set("LeaderFollower", "Off", Origin.of("test"));

    private EchoServer server;

    private void start() throws Exception {
        server = new EchoServer("left", builder.build(), SLOTS);
        server.start(0);
    }

    @AfterEach
    void end() throws Exception {
        server.end();
    }

    private void connect(int more) throws IOException {
        for (int n = 0; n < more; n++) {
            server.connect().echo((byte) 'a');
        }
    }

    private int connections(int slot) {
        return server.scoreboard().snapshot().children().stream()
                .filter(child -> child.slot() == slot)
                .mapToInt(ChildSnapshot::connections)
                .findAny()
                .orElse(0);
    }

    private void assertAnswered() throws IOException {
        for (EchoClient client : server.clients()) {
            client.echo((byte) 'z');
        }
    }

    @Test
    void theLowestSlotTakesThemAllWhereNothingIsLimited() throws Exception {
        start();
        connect(6);
        server.start(1);
        server.start(2);
        server.leave(0);

        assertThat(connections(1)).isEqualTo(6);
        assertAnswered();
    }

    /** Two workers and a connection for each that is idle: four. */
    private void connectToTwoWithALimitOfFour() throws Exception {
        builder.set("AsyncRequestWorkerFactor", "1", Origin.of("test"));
        start();
        connect(3);
        server.start(1);
        connect(3);
    }

    @Test
    void nobodyTakesMoreThanItMayWhileAnotherHasRoom() throws Exception {
        connectToTwoWithALimitOfFour();
        server.start(2);
        server.leave(0);

        assertThat(connections(1)).isBetween(1, 4);
        assertThat(connections(1) + connections(2)).isEqualTo(6);
        assertAnswered();
    }

    @Test
    void whereNobodyHasRoomNoneIsClosed() throws Exception {
        connectToTwoWithALimitOfFour();
        server.leave(0);

        assertThat(connections(1)).isEqualTo(6);
        assertAnswered();
    }

    @Test
    void whereNobodyHasRoomEachGoesToTheChildWithTheFewest() throws Exception {
        // Two workers and nothing beyond them, whether idle or not.
        builder.set("AsyncRequestWorkerFactor", "0.0625", Origin.of("test"));
        start();
        connect(2);
        server.start(1);
        connect(2);
        server.start(2);
        connect(2);
        server.leave(0);

        assertThat(connections(1)).isEqualTo(3);
        assertThat(connections(2)).isEqualTo(3);
        assertAnswered();
    }
}

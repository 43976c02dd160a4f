package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Scoreboard;

/** Which siblings take over what a child of event leaves. */
@Timeout(60)
class HandOverTest {

    private static final int SLOTS = 3;

    private final Scoreboard scoreboard = Scoreboard.create(Model.EVENT, SLOTS, 2, 0);
    private final BlockingQueue<Integer> gone = new LinkedBlockingQueue<>();
    private final List<EchoClient> clients = new ArrayList<>();
    private Directives.Builder builder;
    private ServerSocketChannel socket;
    private ChildGroup group;

    @BeforeEach
    void listen() throws Exception {
        builder = Directives.builder().model(Model.EVENT);
        builder.set("ThreadsPerChild", "2", Origin.of("test"));
        builder.set("MaxRequestWorkers", "6", Origin.of("test"));
        // Nobody of the workers leads, so that each is idle while no request runs.
        builder.set("LeaderFollower", "Off", Origin.of("test"));
        socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.configureBlocking(false);
    }

    private void start(int children) throws Exception {
        group =
                new ChildGroup(
                        "left",
                        builder.build(),
                        new Endpoint(socket, this::closeSocket, new EchoAdapter()),
                        new Events(),
                        new RateLimitedLogger(System.getLogger("left"), System::nanoTime));
        for (int slot = 0; slot < children; slot++) {
            startIn(slot);
        }
    }

    private void startIn(int slot) throws Exception {
        group.start(scoreboard.claim(slot, 1, 0), builder.build());
    }

    private final class Events implements ChildEvents {
        @Override
        public void leaving(int slot, int generation, String reason) {}

        @Override
        public void gone(int slot, int generation) {
            gone.add(slot);
        }

        @Override
        public void died(Thread worker, int slot, int generation, Error cause, boolean replaced) {}
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void end() throws Exception {
        for (EchoClient client : clients) {
            client.close();
        }
        group.end(5000);
    }

    private void connect(int more) throws IOException {
        for (int n = 0; n < more; n++) {
            EchoClient client = new EchoClient(socket.socket().getLocalPort());
            client.echo((byte) 'a');
            clients.add(client);
        }
    }

    private int connections(int slot) {
        return scoreboard.snapshot().children().stream()
                .filter(child -> child.slot() == slot)
                .mapToInt(ChildSnapshot::connections)
                .findAny()
                .orElse(0);
    }

    private void leave(int slot) throws InterruptedException {
        group.leave(List.of(slot), "test");
        assertThat(gone.take()).isEqualTo(slot);
    }

    private void assertAnswered() throws IOException {
        for (EchoClient client : clients) {
            client.echo((byte) 'z');
        }
    }

    @Test
    void theLowestSlotTakesThemAllWhereNothingIsLimited() throws Exception {
        start(1);
        connect(6);
        startIn(1);
        startIn(2);
        leave(0);

        assertThat(connections(1)).isEqualTo(6);
        assertAnswered();
    }

    /** Two workers and a connection for each that is idle: four. */
    private void connectToTwoWithALimitOfFour() throws Exception {
        builder.set("AsyncRequestWorkerFactor", "1", Origin.of("test"));
        start(1);
        connect(3);
        startIn(1);
        connect(3);
    }

    @Test
    void nobodyTakesMoreThanItMayWhileAnotherHasRoom() throws Exception {
        connectToTwoWithALimitOfFour();
        startIn(2);
        leave(0);

        assertThat(connections(1)).isBetween(1, 4);
        assertThat(connections(1) + connections(2)).isEqualTo(6);
        assertAnswered();
    }

    @Test
    void whereNobodyHasRoomNoneIsClosed() throws Exception {
        connectToTwoWithALimitOfFour();
        leave(0);

        assertThat(connections(1)).isEqualTo(6);
        assertAnswered();
    }
}

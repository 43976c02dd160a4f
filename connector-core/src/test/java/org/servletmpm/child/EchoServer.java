package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.servletmpm.contract.EchoAdapter;
import org.servletmpm.directive.Directives;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.Scoreboard;

/**
 * A group of children of the {@link EchoAdapter}, on a listening socket of its own, with its
 * clients. Used by the test's thread, which is the parent.
 */
final class EchoServer {

    private final String name;
    private final EchoAdapter adapter = new EchoAdapter();
    private final BlockingQueue<Integer> gone = new LinkedBlockingQueue<>();
    private final List<EchoClient> clients = new ArrayList<>();
    private final Directives directives;
    private final Scoreboard scoreboard;
    private final ServerSocketChannel socket;
    private final ChildGroup group;

    /** Has no child yet. */
    EchoServer(String name, Directives directives, int slots) throws IOException {
        this.name = name;
        this.directives = directives;
        scoreboard = Scoreboard.create(directives.model(), slots, directives.threadsPerChild(), 0);
        socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.configureBlocking(false);
        group =
                new ChildGroup(
                        name,
                        directives,
                        new Endpoint(socket, this::closeSocket, adapter),
                        new Events(),
                        new RateLimitedLogger(System.getLogger(name), System::nanoTime));
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
            throw new UncheckedIOException(e);
        }
    }

    void start(int slot) throws IOException {
        group.start(scoreboard.claim(slot, 1, scoreboard.lastGeneration(slot) + 1), directives);
    }

    void askToLeave(int slot) {
        group.leave(List.of(slot), "test");
    }

    /** Waits for a child that has been asked to leave, the only one. */
    void awaitGone(int slot) throws InterruptedException {
        assertThat(gone.take()).isEqualTo(slot);
    }

    void leave(int slot) throws InterruptedException {
        askToLeave(slot);
        awaitGone(slot);
    }

    /** A client that is closed with the server. */
    EchoClient connect() throws IOException {
        EchoClient client = new EchoClient(socket.socket().getLocalPort());
        clients.add(client);
        return client;
    }

    List<EchoClient> clients() {
        return clients;
    }

    void closeClients() throws IOException {
        for (EchoClient client : clients) {
            client.close();
        }
        clients.clear();
    }

    EchoAdapter adapter() {
        return adapter;
    }

    ChildGroup group() {
        return group;
    }

    Scoreboard scoreboard() {
        return scoreboard;
    }

    /** Ends clients and children, and asserts that no thread is left behind. */
    void end() throws IOException, InterruptedException {
        closeClients();
        group.end(5000);
        closeSocket();
        assertThat(Thread.getAllStackTraces().keySet())
                .as("threads left behind")
                .noneMatch(thread -> thread.getName().startsWith(name + "-") && thread.isAlive());
    }
}

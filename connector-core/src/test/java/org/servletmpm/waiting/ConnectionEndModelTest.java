package org.servletmpm.waiting;

import static org.servletmpm.ModelCheck.check;
import static org.servletmpm.ModelCheck.join;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionHost;

/**
 * A connection is aborted while its container closes it in good order and its child hands it over,
 * in every order: the socket is closed once, and one host is told, the one that it had then.
 */
class ConnectionEndModelTest {

    private static final int ORDERS = 500;

    /** Counts the ends that it is told of. */
    private static final class CountingHost extends TestHost {
        private final AtomicInteger closed = new AtomicInteger();
        private final TestHost ended = new TestHost(() -> 1);

        CountingHost() {
            super(() -> 1);
        }

        @Override
        public void closed(Connection connection) {
            closed.incrementAndGet();
        }

        @Override
        public ConnectionHost ended() {
            return ended;
        }
    }

    private static SocketChannel channel() {
        try {
            return SocketChannel.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void oneHostIsToldOfTheEnd() {
        Lincheck.runConcurrentTest(
                ORDERS,
                () -> {
                    CountingHost first = new CountingHost();
                    CountingHost second = new CountingHost();
                    TestHandler handler = TestHandler.on(channel(), first);
                    Connection connection = handler.connection();
                    AtomicBoolean moved = new AtomicBoolean();
                    Thread closing = new Thread(() -> connection.closeGracefully(true));
                    Thread moving = new Thread(() -> moved.set(connection.moveTo(first, second)));
                    closing.start();
                    moving.start();
                    connection.abort();
                    join(closing);
                    join(moving);
                    check(handler.closes() == 1, "closed " + handler.closes() + " times");
                    check(!connection.isOpen(), "open");
                    CountingHost its = moved.get() ? second : first;
                    check(its.closed.get() == 1, "told: " + its.closed.get());
                    check(first.closed.get() + second.closed.get() == 1, "both were told");
                });
    }
}

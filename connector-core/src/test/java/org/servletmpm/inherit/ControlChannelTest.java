package org.servletmpm.inherit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlChannelTest {

    /** As a child that has no memory for a moment. */
    private static final class Forgetful implements ControlChannel.Listener {
        private final AtomicInteger over = new AtomicInteger();

        @Override
        public void heard(Message message) {
            throw new OutOfMemoryError("a test's");
        }

        @Override
        public void over() {
            if (over.incrementAndGet() == 1) {
                throw new OutOfMemoryError("a test's");
            }
        }
    }

    @Test
    void aChildThatCannotHearItsControlIsToldThatItIsOver(@TempDir Path directory)
            throws Exception {
        Path path = directory.resolve("control");
        Forgetful child = new Forgetful();
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(path));
            Thread control = new Thread(() -> welcomeAndAccept(socket));
            control.start();
            try (ControlChannel channel =
                    ControlChannel.open(path, Message.of(Verb.HELLO), "test")) {
                channel.start(child);
                await().until(() -> child.over.get() == 2);
            }
            control.join();
        }
        assertThat(child.over).hasValue(2);
    }

    private static void welcomeAndAccept(ServerSocketChannel socket) {
        try {
            SocketChannel child = socket.accept();
            String words =
                    Message.of(Verb.WELCOME).with("claim", 1).line()
                            + "\n"
                            + Message.of(Verb.ACCEPT).line()
                            + "\n";
            child.write(StandardCharsets.US_ASCII.encode(words));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

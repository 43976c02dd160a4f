package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.inherit.Message;
import org.servletmpm.inherit.Verb;
import org.servletmpm.log.RateLimitedLogger;

@Timeout(60)
class ChildLinksTest {

    private static final System.Logger LOG = System.getLogger(ChildLinksTest.class.getName());

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    /** As when the control has no memory for a moment. */
    private void hear(ChildLink link, Message message) {
        if (message.is(Verb.LEAVING)) {
            throw new OutOfMemoryError("a test's");
        }
        heard.add(message.verb());
    }

    @Test
    void whoCannotBeHeardIsLetGoOfAndTheOthersAreHeard(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("links");
        try (ChildLinks links =
                        new ChildLinks(
                                path, this::hear, new RateLimitedLogger(LOG, System::nanoTime));
                SocketChannel one = open(path);
                SocketChannel other = open(path)) {
            links.start("test");
            say(one, Verb.LEAVING);
            assertThat(one.read(ByteBuffer.allocate(1))).as("it is told").isEqualTo(-1);
            say(other, Verb.READY);
            await().until(() -> heard.contains(Verb.READY.name()));
        }
    }

    private static SocketChannel open(Path path) throws Exception {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path));
        return channel;
    }

    private static void say(SocketChannel channel, Verb verb) throws Exception {
        channel.write(StandardCharsets.US_ASCII.encode(Message.of(verb).line() + "\n"));
    }
}

package org.servletmpm.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.servletmpm.inherit.Message;

/**
 * One end of the channel to a child. The thread of {@link ChildLinks} reads; any thread sends. A
 * message is short and the socket's buffer is not: a child that does not read what it is told is
 * let go of.
 */
final class ChildLink {

    private final SocketChannel channel;
    private final ByteBuffer line = ByteBuffer.allocate(Message.LONGEST);

    ChildLink(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Reads what is there.
     *
     * @param heard takes each message
     * @return false at the end
     */
    boolean read(BiConsumer<ChildLink, Message> heard) throws IOException {
        int read = channel.read(line);
        line.flip();
        for (int at = line.position(); at < line.limit(); at++) {
            if (line.get(at) == '\n') {
                byte[] text = new byte[at - line.position()];
                line.get(text).get();
                heard.accept(this, Message.parse(new String(text, StandardCharsets.US_ASCII)));
            }
        }
        line.compact();
        if (!line.hasRemaining()) {
            throw new IOException("a line of more than " + Message.LONGEST + " bytes");
        }
        return read >= 0;
    }

    synchronized void send(Message message) {
        ByteBuffer bytes =
                ByteBuffer.wrap((message.line() + "\n").getBytes(StandardCharsets.US_ASCII));
        try {
            channel.write(bytes);
            if (bytes.hasRemaining()) {
                close();
            }
        } catch (IOException e) {
            close();
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed all the same.
            return;
        }
    }
}

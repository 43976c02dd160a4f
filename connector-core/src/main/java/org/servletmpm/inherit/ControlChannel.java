package org.servletmpm.inherit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A child's connection to its control. Any thread sends; a thread of its own reads, and ends with
 * the control.
 */
public final class ControlChannel implements AutoCloseable {

    /** The protocol's number: a control refuses a child of another one. */
    public static final int PROTOCOL = 1;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Hears the control. The channel's thread. */
    public interface Listener {

        /** The control has said something. */
        void heard(Message message);

        /**
         * The control has ended, or has let go of this child, or cannot be heard. Told again if it
         * throws.
         */
        void over();
    }

    private final SocketChannel channel;
    private final BufferedReader lines;
    private final String name;

    /** From the control's answer. */
    private int claim;

    private ControlChannel(SocketChannel channel, String name) {
        this.channel = channel;
        this.lines =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(channel), StandardCharsets.US_ASCII));
        this.name = name;
    }

    static ControlChannel open(Path socket, Message hello, String name) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        ControlChannel opened = new ControlChannel(channel, name);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            opened.send(hello);
            String answer = opened.lines.readLine();
            Message welcome = Message.parse(answer == null ? "" : answer);
            if (!welcome.is(Verb.WELCOME)) {
                throw new IOException("the control at " + socket + " does not want this child");
            }
            opened.claim = welcome.number("claim").orElseThrow().intValue();
            return opened;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /**
     * @return the number of this child's claim of its slot
     */
    int claim() {
        return claim;
    }

    /** Begins to hear the control. */
    public void start(Listener listener) {
        Thread thread = new Thread(() -> read(listener), name + "-control");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(Listener listener) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                listener.heard(Message.parse(line));
            }
        } catch (Throwable t) {
            // As when it has ended: a child that cannot hear its control does not go on alone.
            tellOver(listener);
            return;
        }
        tellOver(listener);
    }

    /** Again and again while there is no memory for it. */
    private static void tellOver(Listener listener) {
        for (boolean told = false; !told; ) {
            try {
                listener.over();
                told = true;
            } catch (Throwable t) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /**
     * Tells the control.
     *
     * @throws IOException when it has ended
     */
    public synchronized void send(Message message) throws IOException {
        ByteBuffer line =
                ByteBuffer.wrap((message.line() + "\n").getBytes(StandardCharsets.US_ASCII));
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

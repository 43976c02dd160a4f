package org.servletmpm.contract;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Two connected sockets: the near one is the server's, non-blocking; the far one blocks. */
public record SocketPair(SocketChannel near, SocketChannel far) implements Closeable {

    private static final int NARROW = 8 * 1024;

    public static SocketPair open() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel far = SocketChannel.open(server.getLocalAddress());
            SocketChannel near = server.accept();
            near.configureBlocking(false);
            return new SocketPair(near, far);
        }
    }

    /** With so little room between the two that a few KB clog them. */
    public static SocketPair narrow() throws IOException {
        return narrow(NARROW);
    }

    /** As above, but for what the near one's kernel keeps, in bytes. */
    public static SocketPair narrow(int sendBuffer) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.setOption(StandardSocketOptions.SO_RCVBUF, NARROW);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel far = SocketChannel.open();
            far.setOption(StandardSocketOptions.SO_RCVBUF, NARROW);
            far.connect(server.getLocalAddress());
            SocketChannel near = server.accept();
            near.setOption(StandardSocketOptions.SO_SNDBUF, sendBuffer);
            near.configureBlocking(false);
            return new SocketPair(near, far);
        }
    }

    /** The client sends a byte. */
    public void send() throws IOException {
        far.write(ByteBuffer.allocate(1));
    }

    /** Fills the near socket's send buffer: it is not writable until the client reads. */
    public void clog() throws IOException {
        ByteBuffer some = ByteBuffer.allocate(1 << 16);
        while (near.write(some.clear()) > 0) {
            Thread.onSpinWait();
        }
    }

    /** Takes in all that can be read. */
    public static int drain(SocketChannel near) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        int all = 0;
        for (int n = near.read(buffer); n > 0; n = near.read(buffer.clear())) {
            all += n;
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        near.close();
        far.close();
    }
}

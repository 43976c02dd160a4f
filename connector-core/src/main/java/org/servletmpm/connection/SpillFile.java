package org.servletmpm.connection;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * The part of a response that waits in a temporary file. The file has no name any more once it is
 * open (where the system allows that), so it goes with its connection, also after a crash. Guarded
 * by its owner's monitor.
 */
final class SpillFile implements Closeable {

    private final FileChannel file;
    private final long most;
    private long written;
    private long sent;

    /**
     * @param most bytes
     */
    SpillFile(long most) throws IOException {
        Path path = Files.createTempFile("mpm-spill-", null);
        this.file =
                FileChannel.open(
                        path,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
        this.most = most;
    }

    boolean isEmpty() {
        return sent == written;
    }

    boolean hasRoom() {
        return written < most;
    }

    /** Takes as much as there is room for. */
    void append(ByteBuffer from) throws IOException {
        int limit = from.limit();
        from.limit((int) Math.min(limit, from.position() + most - written));
        try {
            while (from.hasRemaining()) {
                written += file.write(from, written);
            }
        } finally {
            from.limit(limit);
        }
    }

    /**
     * Sends what the socket takes.
     *
     * @param taken told of the bytes each time when the socket has taken some
     * @return whether that was all
     */
    boolean drain(SocketChannel to, LongConsumer taken) throws IOException {
        while (sent < written) {
            long n = file.transferTo(sent, written - sent, to);
            if (n <= 0) {
                return false;
            }
            sent += n;
            taken.accept(n);
        }
        file.truncate(0);
        written = 0;
        sent = 0;
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

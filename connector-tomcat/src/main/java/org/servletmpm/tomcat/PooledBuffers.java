package org.servletmpm.tomcat;

import java.nio.ByteBuffer;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * Holds the buffers of a connection that reads or writes. Belongs to one connection at a time, and
 * to the threads inside one of its reads or writes.
 *
 * <p>A reset overwrites what was in them: threads of an application that write to one response at
 * the same time may send more of a buffer than they have put there, and would send another
 * connection's bytes.
 */
final class PooledBuffers extends SocketBufferHandler {

    private static final byte[] ZEROS = new byte[8 * 1024];

    /** Bytes of each buffer that were used since the last reset. */
    private int read;

    private int written;

    PooledBuffers(int readSize, int writeSize, boolean direct) {
        super(readSize, writeSize, direct);
    }

    @Override
    public void configureReadBufferForRead() {
        read = Math.max(read, getReadBuffer().position());
        super.configureReadBufferForRead();
    }

    @Override
    public void configureWriteBufferForRead() {
        written = Math.max(written, getWriteBuffer().position());
        super.configureWriteBufferForRead();
    }

    /** {@inheritDoc} Overwrites what was in the buffers. */
    @Override
    public void reset() {
        super.reset();
        erase(getReadBuffer(), read);
        erase(getWriteBuffer(), written);
        read = 0;
        written = 0;
    }

    private static void erase(ByteBuffer buffer, int used) {
        for (int left = used; left > 0; left -= ZEROS.length) {
            buffer.put(ZEROS, 0, Math.min(left, ZEROS.length));
        }
        buffer.clear();
    }
}

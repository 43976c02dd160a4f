package org.servletmpm.tomcat;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * Stands for the buffers of every connection that has none, because no thread reads or writes on
 * it. Empty, and not to be filled. Any thread.
 */
final class NoBuffers extends SocketBufferHandler {

    NoBuffers() {
        super(0, 0, false);
    }

    /** {@inheritDoc} There is nothing to reset, and other threads may be looking. */
    @Override
    public void reset() {}

    @Override
    public void configureReadBufferForWrite() {}

    @Override
    public void configureReadBufferForRead() {}

    @Override
    public void configureWriteBufferForWrite() {}

    @Override
    public void configureWriteBufferForRead() {}

    @Override
    public void expand(int size) {}

    @Override
    public void unReadReadBuffer(ByteBuffer returned) {
        if (returned.hasRemaining()) {
            throw new BufferOverflowException();
        }
    }
}

package org.servletmpm.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * Lets a connection take more bytes than its socket does: see {@link TomcatHandler#send}. Belongs
 * to the thread that has the response; Tomcat lets one write at a time.
 */
final class PlainChannel extends NioChannel {

    PlainChannel(SocketBuffers buffers) {
        super(buffers.idle());
    }

    @Override
    public SocketBufferHandler getBufHandler() {
        return socketWrapper == null ? bufHandler : socketWrapper.getSocketBufferHandler();
    }

    private TomcatHandler handler() {
        return MpmSocketWrapper.handler(socketWrapper);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        checkInterruptStatus();
        return from.hasRemaining() ? handler().send(from) : 0;
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        checkInterruptStatus();
        return handler().send(Arrays.copyOfRange(from, offset, offset + length));
    }
}

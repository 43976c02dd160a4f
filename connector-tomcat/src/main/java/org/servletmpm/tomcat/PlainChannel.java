package org.servletmpm.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * Tomcat's channel, whose socket takes more than the kernel does: see {@link TomcatHandler#send}.
 * Written to by whichever thread has the response; Tomcat sees to it that this is one at a time.
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

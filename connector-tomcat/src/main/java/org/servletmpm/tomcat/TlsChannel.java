package org.servletmpm.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * Tomcat's TLS channel, whose socket takes more than the kernel does: what waits is encrypted. See
 * {@link TomcatConnection#send}.
 */
final class TlsChannel extends SecureNioChannel {

    TlsChannel(SocketBufferHandler buffers, MpmEndpoint endpoint) {
        super(buffers, endpoint);
    }

    @Override
    protected boolean flush(ByteBuffer encrypted) throws IOException {
        if (encrypted.hasRemaining()) {
            ((MpmSocketWrapper) socketWrapper).connection().send(encrypted);
        }
        return !encrypted.hasRemaining();
    }
}

package org.servletmpm.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSession;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * Lets a connection take more bytes than its socket does, encrypted: see {@link
 * TomcatHandler#send}.
 *
 * <p>Its buffers for encrypted bytes come and go with the connection's other buffers, under the
 * channel's lock: the thread that ends TLS may be another than the one that has the connection's
 * events, and must not write into buffers that have been given back.
 */
final class TlsChannel extends SecureNioChannel {

    private final SocketBuffers buffers;

    TlsChannel(SocketBuffers buffers, NioEndpoint endpoint) {
        super(buffers.idle(), endpoint);
        this.buffers = buffers;
    }

    @Override
    public SocketBufferHandler getBufHandler() {
        return socketWrapper == null ? bufHandler : socketWrapper.getSocketBufferHandler();
    }

    @Override
    protected boolean flush(ByteBuffer encrypted) throws IOException {
        if (encrypted.hasRemaining()) {
            MpmSocketWrapper.handler(socketWrapper).send(encrypted);
        }
        return !encrypted.hasRemaining();
    }

    /**
     * @return whether the client's first message has come, so that a request may come next
     */
    boolean hasBegun() {
        return sniComplete;
    }

    /** Takes buffers, unless it has some; the application's have the size that TLS needs. */
    synchronized void borrow(SocketBufferHandler application) {
        if (netInBuffer == emptyBuf) {
            SSLSession session = sslEngine.getSession();
            application.expand(session.getApplicationBufferSize());
            netInBuffer = buffers.network(session.getPacketBufferSize());
            netOutBuffer = buffers.network(session.getPacketBufferSize()).limit(0);
        }
    }

    /**
     * Gives the buffers back.
     *
     * @return false when there is something in them, and they stay
     */
    synchronized boolean giveBack() {
        if (!handshakeComplete
                || closing
                || netInBuffer.position() > 0
                || netOutBuffer.hasRemaining()) {
            return false;
        }
        ByteBuffer in = netInBuffer;
        ByteBuffer out = netOutBuffer;
        netInBuffer = emptyBuf;
        netOutBuffer = emptyBuf;
        buffers.giveBack(in);
        buffers.giveBack(out);
        return true;
    }

    /** {@inheritDoc} An idle client is told of the end, too. */
    @Override
    public synchronized void close() throws IOException {
        if (!closing && netOutBuffer == emptyBuf && sslEngine != null) {
            int size = sslEngine.getSession().getPacketBufferSize();
            netOutBuffer = ByteBuffer.allocate(size).limit(0);
        }
        super.close();
    }
}

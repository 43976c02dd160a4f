package org.servletmpm.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSession;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * Tomcat's TLS channel, whose socket takes more than the kernel does: what waits is encrypted. See
 * {@link TomcatHandler#send}.
 *
 * <p>Its buffers for what is encrypted come and go with the connection's others, under the
 * channel's lock: who ends TLS may be another thread than the one that has the connection's events,
 * and must not write into what has been given back.
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

    /** Takes buffers, unless there are some; the application's have the size that TLS needs. */
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
     * @return false when there is something in them, and nothing is given back
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

    /** {@inheritDoc} An idle client is told so too. */
    @Override
    public synchronized void close() throws IOException {
        if (!closing && netOutBuffer == emptyBuf && sslEngine != null) {
            int size = sslEngine.getSession().getPacketBufferSize();
            netOutBuffer = ByteBuffer.allocate(size).limit(0);
        }
        super.close();
    }
}

package org.servletmpm.tomcat;

import java.nio.ByteBuffer;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketProperties;
import org.servletmpm.directive.Directives;

/**
 * Lends an endpoint's buffers: a connection borrows some when its socket has an event, and gives
 * them back when it waits for its next request. Any thread.
 *
 * <p>Unused buffers are kept up to MaxMemFree for each worker, for all children together because a
 * connection may change its child, and no more than all workers need at once.
 */
final class SocketBuffers {

    /** The size of a TLS record: both buffers have it, and TLS needs one more for each. */
    private static final int RECORD = 16 * 1024;

    private final SocketBufferHandler idle = new NoBuffers();
    private final BufferPool<SocketBufferHandler> application;
    private final BufferPool<ByteBuffer> network;
    private final int read;
    private final int write;
    private final boolean direct;
    private final boolean directNetwork;

    SocketBuffers(SocketProperties properties, Directives directives, boolean tls) {
        read = properties.getAppReadBufSize();
        write = properties.getAppWriteBufSize();
        direct = properties.getDirectBuffer();
        directNetwork = properties.getDirectSslBuffer();
        long each = tls ? 4 * RECORD : Math.max(read + write, 1);
        long workers = directives.maxRequestWorkers();
        long places = Math.max(Math.min(directives.maxMemFree() / each, workers), 1);
        application = new BufferPool<>(places);
        network = new BufferPool<>(2 * places);
    }

    /**
     * @return the buffers of every connection that has none
     */
    SocketBufferHandler idle() {
        return idle;
    }

    /**
     * @return buffers that Tomcat reads into and writes from
     */
    SocketBufferHandler application() {
        SocketBufferHandler unused = application.take();
        return unused != null ? unused : new PooledBuffers(read, write, direct);
    }

    void giveBack(SocketBufferHandler empty) {
        empty.reset();
        application.give(empty);
    }

    /**
     * @return an empty buffer of {@code size} bytes or more for TLS records
     */
    ByteBuffer network(int size) {
        ByteBuffer unused = network.take();
        if (unused != null && unused.capacity() >= size) {
            return unused.clear();
        }
        return directNetwork ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }

    void giveBack(ByteBuffer empty) {
        network.give(empty);
    }
}

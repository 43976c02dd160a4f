package org.servletmpm.tomcat;

import java.nio.ByteBuffer;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketProperties;
import org.servletmpm.directive.Directives;

/**
 * An endpoint's buffers: a connection borrows some when its socket has an event, and gives them
 * back when it waits for its next request. Any thread.
 *
 * <p>What is unused is kept up to MaxMemFree for each worker, for all children together because a
 * connection may change its child meanwhile, and no more than all workers need at once.
 */
final class SocketBuffers {

    /** What TLS makes of either buffer, and needs for each once more. */
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

    /** Those of every connection that has none. */
    SocketBufferHandler idle() {
        return idle;
    }

    /** What Tomcat reads into and writes from. */
    SocketBufferHandler application() {
        SocketBufferHandler unused = application.take();
        return unused != null ? unused : new PooledBuffers(read, write, direct);
    }

    void giveBack(SocketBufferHandler empty) {
        empty.reset();
        application.give(empty);
    }

    /** What TLS has encrypted, or is to decrypt: empty, of so many bytes or more. */
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

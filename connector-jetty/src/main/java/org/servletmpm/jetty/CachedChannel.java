package org.servletmpm.jetty;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.ComplianceViolation;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Attributes;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * Gives the channel of a connection a cache of its own, which can be given up between two requests:
 * Jetty's would stay as long as the connection. Requests show it as their components, and Jetty
 * asks those for the channel ({@code HttpChannel.from}). Belongs to the connection's requests,
 * which follow each other.
 */
final class CachedChannel implements HttpChannel, Components {

    private final HttpChannel channel;

    /** The channel itself, under its other type. */
    private final Components components;

    /** Null before it is asked for. */
    private Attributes cache;

    private CachedChannel(HttpChannel channel, Components components) {
        this.channel = channel;
        this.components = components;
    }

    /**
     * @param components of a request
     * @return null when they are not the channel: then another part of the server has made them
     */
    static CachedChannel of(Components components) {
        return components instanceof HttpChannel channel
                ? new CachedChannel(channel, components)
                : null;
    }

    /** {@inheritDoc} None on a connection that ends with its request, as in Jetty itself. */
    @Override
    public Attributes getCache() {
        if (!getConnectionMetaData().isPersistent()) {
            return Attributes.NULL;
        }
        if (cache == null) {
            cache = new Attributes.Mapped();
        }
        return cache;
    }

    // ---- the rest is Jetty's

    @Override
    public ByteBufferPool getByteBufferPool() {
        return components.getByteBufferPool();
    }

    @Override
    public Scheduler getScheduler() {
        return components.getScheduler();
    }

    @Override
    public Executor getExecutor() {
        return components.getExecutor();
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public ThreadPool getThreadPool() {
        return components.getThreadPool();
    }

    @Override
    public ConnectionMetaData getConnectionMetaData() {
        return channel.getConnectionMetaData();
    }

    @Override
    public void setHttpStream(HttpStream stream) {
        channel.setHttpStream(stream);
    }

    @Override
    public Runnable onRequest(MetaData.Request request) {
        return channel.onRequest(request);
    }

    @Override
    public Request getRequest() {
        return channel.getRequest();
    }

    @Override
    public Runnable onContentAvailable() {
        return channel.onContentAvailable();
    }

    @Override
    public IdleTimeoutTask onIdleTimeout(TimeoutException timeout) {
        return channel.onIdleTimeout(timeout);
    }

    @Override
    public Runnable onFailure(Throwable failure) {
        return channel.onFailure(failure);
    }

    @Override
    public Runnable onRemoteFailure(Throwable failure) {
        return channel.onRemoteFailure(failure);
    }

    @Override
    public Runnable onClose() {
        return channel.onClose();
    }

    @Override
    public void recycle() {
        channel.recycle();
    }

    @Override
    public void initialize() {
        channel.initialize();
    }

    @Override
    public ComplianceViolation.Listener getComplianceViolationListener() {
        return channel.getComplianceViolationListener();
    }

    @Override
    public InvocationType getInvocationType() {
        return channel.getInvocationType();
    }
}

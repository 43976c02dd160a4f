package org.servletmpm.tomcat;

import java.util.function.ObjIntConsumer;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.threads.LimitLatch;
import org.servletmpm.directive.Directives;

/**
 * Tells what somebody writes for Tomcat, of the attributes that directives speak of too, from what
 * is in effect. The protocol's setters end here, and so do those of the {@code ThreadPool} bean.
 */
abstract class AttributedEndpoint extends NioEndpoint {

    private ObjIntConsumer<String> written = (attribute, value) -> {};

    /** Who is told of what somebody writes from now on. */
    void onWritten(ObjIntConsumer<String> listener) {
        written = listener;
    }

    // ---- what somebody writes

    @Override
    public void setMaxThreads(int maxThreads) {
        super.setMaxThreads(maxThreads);
        written.accept("maxThreads", maxThreads);
    }

    @Override
    public void setMinSpareThreads(int minSpareThreads) {
        super.setMinSpareThreads(minSpareThreads);
        written.accept("minSpareThreads", minSpareThreads);
    }

    @Override
    public void setAcceptCount(int acceptCount) {
        super.setAcceptCount(acceptCount);
        written.accept("acceptCount", acceptCount);
    }

    @Override
    public void setMaxConnections(int maxConnections) {
        super.setMaxConnections(maxConnections);
        written.accept("maxConnections", maxConnections);
    }

    @Override
    public void setConnectionTimeout(int timeout) {
        super.setConnectionTimeout(timeout);
        written.accept("connectionTimeout", timeout);
    }

    @Override
    public void setKeepAliveTimeout(int timeout) {
        super.setKeepAliveTimeout(timeout);
        written.accept("keepAliveTimeout", timeout);
    }

    @Override
    public void setMaxKeepAliveRequests(int requests) {
        super.setMaxKeepAliveRequests(requests);
        written.accept("maxKeepAliveRequests", requests);
    }

    /**
     * {@inheritDoc} None: the engine bounds the connections. Tomcat's would only be counted down,
     * with a warning each time a connection closes.
     */
    @Override
    protected LimitLatch initializeConnectionLatch() {
        return null;
    }

    // ---- what is in effect, whoever wrote it

    void limits(Directives effective) {
        super.setAcceptCount(effective.listenBacklog());
        super.setMaxThreads(effective.maxRequestWorkers());
    }

    /** In milliseconds and requests, as Tomcat counts them. */
    void timeouts(int connection, int keepAlive, int requests) {
        super.setConnectionTimeout(connection);
        if (getKeepAliveTimeout() != keepAlive) {
            super.setKeepAliveTimeout(keepAlive);
        }
        super.setMaxKeepAliveRequests(requests);
    }
}

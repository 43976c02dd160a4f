package org.servletmpm.jetty;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.Scheduler;
import org.servletmpm.directive.Origin;

/**
 * The bean properties of {@link MpmServerConnector} for Java: each directive that has a number or a
 * flag for a value, under its name in camel case, and the container's words for some. What is set
 * here is checked when the connector starts; units, ranges and defaults are the directives' own.
 */
abstract class DirectiveBean extends DirectiveText {

    DirectiveBean(
            Server server,
            Executor executor,
            Scheduler scheduler,
            ByteBufferPool bufferPool,
            ConnectionFactory... factories) {
        super(server, executor, scheduler, bufferPool, factories);
    }

    private void set(String directive, Number value) {
        set(directive, value.toString());
    }

    private void container(String attribute, int value) {
        builder().container(attribute, String.valueOf(value), Origin.of("property " + attribute));
    }

    /** How many workers there may be, in the container's words; MaxRequestWorkers comes first. */
    public void setMaxThreads(int maxThreads) {
        container("maxThreads", maxThreads);
    }

    /** How many connections may be open at once; more wait in the kernel's backlog. */
    public void setMaxConnections(int maxConnections) {
        container("maxConnections", maxConnections);
    }

    /** {@inheritDoc} ListenBacklog comes first; 0 leaves it to that. */
    @Override
    public void setAcceptQueueSize(int acceptQueueSize) {
        if (acceptQueueSize > 0) {
            container("acceptCount", acceptQueueSize);
        }
        super.setAcceptQueueSize(acceptQueueSize);
    }

    /** Sets the backlog that is in effect, which is no wish of anybody's. */
    final void backlog(int listenBacklog) {
        super.setAcceptQueueSize(listenBacklog);
    }

    public void setStartServers(int value) {
        set("StartServers", value);
    }

    public void setMinSpareServers(int value) {
        set("MinSpareServers", value);
    }

    public void setMaxSpareServers(int value) {
        set("MaxSpareServers", value);
    }

    public void setMinSpareThreads(int value) {
        set("MinSpareThreads", value);
    }

    public void setMaxSpareThreads(int value) {
        set("MaxSpareThreads", value);
    }

    public void setThreadsPerChild(int value) {
        set("ThreadsPerChild", value);
    }

    public void setThreadLimit(int value) {
        set("ThreadLimit", value);
    }

    public void setServerLimit(int value) {
        set("ServerLimit", value);
    }

    public void setMaxRequestWorkers(int value) {
        set("MaxRequestWorkers", value);
    }

    public void setMaxConnectionsPerChild(int value) {
        set("MaxConnectionsPerChild", value);
    }

    public void setAsyncRequestWorkerFactor(double value) {
        set("AsyncRequestWorkerFactor", value);
    }

    public void setListenBacklog(int value) {
        set("ListenBacklog", value);
    }

    public void setSendBufferSize(int value) {
        set("SendBufferSize", value);
    }

    public void setReceiveBufferSize(int value) {
        set("ReceiveBufferSize", value);
    }

    public void setThreadStackSize(int value) {
        set("ThreadStackSize", value);
    }

    public void setMaxMemFree(int value) {
        set("MaxMemFree", value);
    }

    public void setGracefulShutdownTimeout(int value) {
        set("GracefulShutdownTimeout", value);
    }

    public void setGracefulKeepAlive(int seconds) {
        set("GracefulKeepAlive", seconds);
    }

    public void setGracefulShutdownDelay(int seconds) {
        set("GracefulShutdownDelay", seconds);
    }

    public void setTimeout(int seconds) {
        set("Timeout", seconds);
    }

    public void setKeepAliveTimeout(int seconds) {
        set("KeepAliveTimeout", seconds);
    }

    public void setMaxKeepAliveRequests(int value) {
        set("MaxKeepAliveRequests", value);
    }

    public void setKeepAlive(boolean value) {
        flag("KeepAlive", value);
    }

    public void setExtendedStatus(boolean value) {
        flag("ExtendedStatus", value);
    }

    public void setEnableExceptionHook(boolean value) {
        flag("EnableExceptionHook", value);
    }

    private void flag(String directive, boolean on) {
        set(directive, on ? "On" : "Off");
    }
}

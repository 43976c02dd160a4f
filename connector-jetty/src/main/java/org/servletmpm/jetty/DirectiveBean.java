package org.servletmpm.jetty;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;

/**
 * The bean properties of {@link MpmServerConnector}: each directive under its name in camel case,
 * as Jetty XML's {@code <Set>} wants it. What is set here is checked when the connector starts;
 * units, ranges and defaults are the directives' own.
 */
abstract class DirectiveBean extends ServerConnector {

    private Directives.Builder builder = Directives.builder();

    /** The selecting and accepting of {@code ServerConnector} is the engine's work here. */
    DirectiveBean(
            Server server,
            Executor executor,
            Scheduler scheduler,
            ByteBufferPool bufferPool,
            ConnectionFactory... factories) {
        super(server, executor, scheduler, bufferPool, 0, 1, factories);
    }

    /** Takes a configuration that somebody else has begun, with the origins it knows. */
    public void setDirectives(Directives.Builder configuration) {
        builder = configuration;
    }

    final Directives.Builder builder() {
        return builder;
    }

    /**
     * Sets the processing model.
     *
     * @param model prefork, worker or event, in any case
     * @throws IllegalArgumentException for any other
     */
    public void setMpm(String model) {
        builder.model(Model.parse(model));
    }

    private void set(String directive, Object value) {
        builder.set(directive, String.valueOf(value), Origin.of("property " + directive));
    }

    private void container(String attribute, int value) {
        builder.container(attribute, String.valueOf(value), Origin.of("property " + attribute));
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

    public void setScoreBoardFile(String value) {
        set("ScoreBoardFile", value);
    }

    public void setPidFile(String value) {
        set("PidFile", value);
    }

    public void setExtendedStatus(boolean value) {
        set("ExtendedStatus", value ? "On" : "Off");
    }

    public void setEnableExceptionHook(boolean value) {
        set("EnableExceptionHook", value ? "On" : "Off");
    }
}

package org.servletmpm.jetty;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Level;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;

/**
 * Every directive as a bean property whose value is text, as Jetty XML and its properties give it:
 * {@code <Set name="threadsPerChild">50</Set>}, the first letter in either case. The text is what
 * httpd would read ({@code On}, {@code 500ms}), and is checked with everything else when the
 * connector starts.
 */
abstract class DirectiveText extends ServerConnector {

    /** Where there are some. */
    private static final String UNIX_SOCKETS =
            "with Jetty's own UnixDomainServerConnector, which has Jetty's threads";

    private Directives.Builder builder = Directives.builder();

    /** By property: what Jetty XML would hide under its own exceptions is told at the start. */
    private final Map<String, Finding> refused = new TreeMap<>();

    /** The selecting and accepting of {@code ServerConnector} is the engine's work here. */
    DirectiveText(
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
        refused.remove("mpm");
    }

    /**
     * Sets the processing model.
     *
     * @param model prefork, worker or event, in any case
     */
    public void setMpm(String model) {
        try {
            builder.model(Model.parse(model));
            refused.remove("mpm");
        } catch (IllegalArgumentException e) {
            refused.put("mpm", finding("mpm", model, "prefork, worker or event", "refused"));
        }
    }

    /**
     * Refused at the start. What only Jetty's {@code UnixDomainServerConnector} has; this connector
     * is a {@code ServerConnector}, whose sockets have ports.
     */
    public void setUnixDomainPath(Path path) {
        refused.put("unixDomainPath", unixSocket(path));
    }

    private static Finding unixSocket(Path path) {
        String property = "unixDomainPath";
        return finding(property, path.toString(), UNIX_SOCKETS, "refused, TCP only");
    }

    private static Finding finding(String property, String value, String allowed, String action) {
        Origin origin = Origin.of("property " + property);
        return new Finding(Level.ERROR, origin, property, value, allowed, action);
    }

    /**
     * @return what is in effect with what is written now
     * @throws IllegalArgumentException with a line for each error
     */
    final Directives checkedDirectives() {
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException(
                    refused.values().stream()
                            .map(Finding::toString)
                            .collect(Collectors.joining("\n")));
        }
        try {
            return builder.build();
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException for a Unix domain socket, inherited ones included
     */
    @Override
    public void open(ServerSocketChannel acceptChannel) throws IOException {
        if (acceptChannel.getLocalAddress() instanceof UnixDomainSocketAddress address) {
            throw new IllegalArgumentException(unixSocket(address.getPath()).toString());
        }
        super.open(acceptChannel);
    }

    final Directives.Builder builder() {
        return builder;
    }

    final void set(String directive, String value) {
        builder.set(directive, value, Origin.of("property " + directive));
    }

    public void setStartServers(String value) {
        set("StartServers", value);
    }

    public void setMinSpareServers(String value) {
        set("MinSpareServers", value);
    }

    public void setMaxSpareServers(String value) {
        set("MaxSpareServers", value);
    }

    public void setMinSpareThreads(String value) {
        set("MinSpareThreads", value);
    }

    public void setMaxSpareThreads(String value) {
        set("MaxSpareThreads", value);
    }

    public void setThreadsPerChild(String value) {
        set("ThreadsPerChild", value);
    }

    public void setThreadLimit(String value) {
        set("ThreadLimit", value);
    }

    public void setServerLimit(String value) {
        set("ServerLimit", value);
    }

    public void setMaxRequestWorkers(String value) {
        set("MaxRequestWorkers", value);
    }

    /** The name of MaxRequestWorkers before httpd 2.4. */
    public void setMaxClients(String value) {
        set("MaxClients", value);
    }

    public void setMaxConnectionsPerChild(String value) {
        set("MaxConnectionsPerChild", value);
    }

    /** The name of MaxConnectionsPerChild before httpd 2.4. */
    public void setMaxRequestsPerChild(String value) {
        set("MaxRequestsPerChild", value);
    }

    public void setAsyncRequestWorkerFactor(String value) {
        set("AsyncRequestWorkerFactor", value);
    }

    public void setListen(String value) {
        set("Listen", value);
    }

    public void setListenBacklog(String value) {
        set("ListenBacklog", value);
    }

    public void setSendBufferSize(String value) {
        set("SendBufferSize", value);
    }

    public void setReceiveBufferSize(String value) {
        set("ReceiveBufferSize", value);
    }

    public void setThreadStackSize(String value) {
        set("ThreadStackSize", value);
    }

    public void setWorkerThreads(String value) {
        set("WorkerThreads", value);
    }

    public void setMaxMemFree(String value) {
        set("MaxMemFree", value);
    }

    public void setWriteCompletionBuffer(String value) {
        set("WriteCompletionBuffer", value);
    }

    public void setWriteCompletionMemory(String value) {
        set("WriteCompletionMemory", value);
    }

    public void setWriteCompletionSpill(String value) {
        set("WriteCompletionSpill", value);
    }

    public void setGracefulShutdownTimeout(String value) {
        set("GracefulShutdownTimeout", value);
    }

    public void setGracefulKeepAlive(String value) {
        set("GracefulKeepAlive", value);
    }

    public void setGracefulShutdownDelay(String value) {
        set("GracefulShutdownDelay", value);
    }

    public void setScoreBoardFile(String value) {
        set("ScoreBoardFile", value);
    }

    public void setPidFile(String value) {
        set("PidFile", value);
    }

    public void setAcceptMutex(String value) {
        set("AcceptMutex", value);
    }

    public void setLockFile(String value) {
        set("LockFile", value);
    }

    public void setMutex(String value) {
        set("Mutex", value);
    }

    public void setCoreDumpDirectory(String value) {
        set("CoreDumpDirectory", value);
    }

    public void setEnableExceptionHook(String value) {
        set("EnableExceptionHook", value);
    }

    public void setExtendedStatus(String value) {
        set("ExtendedStatus", value);
    }

    public void setStatusListen(String value) {
        set("StatusListen", value);
    }

    public void setSlowRequestTime(String value) {
        set("SlowRequestTime", value);
    }

    public void setUser(String value) {
        set("User", value);
    }

    public void setGroup(String value) {
        set("Group", value);
    }

    public void setListenCoresBucketsRatio(String value) {
        set("ListenCoresBucketsRatio", value);
    }

    public void setLeaderFollower(String value) {
        set("LeaderFollower", value);
    }

    public void setEventIncompatible(String value) {
        set("EventIncompatible", value);
    }

    public void setTimeout(String value) {
        set("Timeout", value);
    }

    public void setKeepAlive(String value) {
        set("KeepAlive", value);
    }

    public void setKeepAliveTimeout(String value) {
        set("KeepAliveTimeout", value);
    }

    public void setMaxKeepAliveRequests(String value) {
        set("MaxKeepAliveRequests", value);
    }

    /** Several words, such as {@code handshake=5 header=20-40,MinRate=500}. */
    public void setRequestReadTimeout(String value) {
        set("RequestReadTimeout", value);
    }
}

package org.servletmpm.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.servletmpm.child.Family;
import org.servletmpm.connection.Adapter;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.Scoreboard;

/**
 * One processing model at work on one listening socket: what a connector holds.
 *
 * <p>httpd's three models answer two questions, who accepts a connection and who waits for its next
 * event. In prefork a child's only thread does both; in worker its listener accepts and a thread
 * waits; in event the listener does both, and threads run what is ready. Everything else is the
 * same for all three, and so is the code: a child has a listener and workers, a connection has two
 * interests, and a container's adapter turns "ready" into "run the HTTP processor until it needs to
 * wait again".
 *
 * <p>An engine is started once and stopped once. Any thread may call its methods.
 */
public final class Engine implements EngineMBean {

    /** How long a thread that does not end by itself is waited for before it is interrupted. */
    private static final long GRACE_MILLIS = 5000;

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());

    private final Directives directives;
    private final String serverInfo;
    private final int port;
    private final Family family;
    private final Scoreboard scoreboard;
    private final Registration registration;

    /**
     * @param scheme {@code http} or {@code https}, for the name in JMX
     * @param serverInfo the container's name and version
     * @param adapter makes connections of what is accepted
     * @param socket bound and listening; becomes non-blocking
     * @param closeSocket closes it as its container does; called once accepting is over, and again
     *     at the stop
     * @throws IOException when the socket cannot be made non-blocking
     */
    public Engine(
            Directives directives,
            String scheme,
            String serverInfo,
            Adapter adapter,
            ServerSocketChannel socket,
            Runnable closeSocket)
            throws IOException {
        socket.configureBlocking(false);
        this.directives = directives;
        this.serverInfo = serverInfo;
        this.port = socket.getLocalAddress() instanceof InetSocketAddress inet ? inet.getPort() : 0;
        this.family = new Family("mpm-" + port, directives, adapter, socket, closeSocket, LOG);
        this.scoreboard =
                Scoreboard.create(
                        directives.model(),
                        directives.serverLimit(),
                        directives.threadLimit(),
                        directives.childrenLimit(),
                        directives.threadsPerChild(),
                        System.currentTimeMillis());
        this.registration = new Registration(this, scheme + "-" + port);
    }

    /**
     * Starts StartServers children.
     *
     * @throws IOException when a selector cannot be had; what was started is stopped again
     */
    public void start() throws IOException {
        directives.findings().forEach(f -> LOG.log(Level.INFO, f.toString()));
        LOG.log(Level.INFO, "{0} on port {1}: {2}", directives.model(), port, effective());
        if (directives.model() == Model.PREFORK) {
            LOG.log(
                    Level.INFO,
                    "prefork in one JVM bounds and isolates threads, not memory: servlet instances"
                            + " are shared, so code that is not thread-safe needs"
                            + " MaxRequestWorkers 1");
        }
        try {
            family.start(scoreboard, directives.startServers(), 0);
        } catch (IOException | RuntimeException | Error e) {
            stop();
            throw e;
        }
        registration.register();
    }

    private String effective() {
        return String.join(
                " ",
                directives.effective().entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .toList());
    }

    /** Takes no new connections until {@link #resume}; they wait in the kernel's backlog. */
    public void pause() {
        family.accept(false);
    }

    /** Ends {@link #pause}. */
    public void resume() {
        family.accept(true);
    }

    /**
     * Begins a graceful stop: what is queued is accepted and served, then the socket closes;
     * responses say {@code Connection: close}; idle connections go.
     *
     * @return completed when the socket is closed and no connection is left
     */
    public CompletableFuture<Void> drain() {
        return family.drain();
    }

    /** Closes the socket and every connection, and ends every thread. */
    public void stop() {
        registration.unregister();
        try {
            family.end(GRACE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "while stopping " + port + ": " + e, e);
        }
    }

    /**
     * @return runs work that is no connection's next step: on a worker, counted as busy, in event;
     *     on an auxiliary thread in prefork and worker
     */
    public Executor executor() {
        return family.executor();
    }

    /**
     * @return runs at once what lets a blocked thread go on
     */
    public Executor lane() {
        return family.lane();
    }

    /**
     * @return open connections
     */
    public int connections() {
        return family.connections();
    }

    @Override
    public Directives getDirectives() {
        return directives;
    }

    @Override
    public Scoreboard getScoreboard() {
        return scoreboard;
    }

    @Override
    public int getPort() {
        return port;
    }

    @Override
    public String getServerInfo() {
        return serverInfo;
    }
}

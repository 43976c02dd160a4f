package org.servletmpm.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.servletmpm.child.Family;
import org.servletmpm.connection.Adapter;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;
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

    /** A logger of its own, for programs that report what they configure by other means. */
    private static final System.Logger FINDINGS = System.getLogger(Finding.class.getPackageName());

    /** Directives that are checked like all others; what they regulate is not built. */
    private static final Set<Directive> NOT_YET =
            EnumSet.of(
                    Directive.MIN_SPARE_SERVERS,
                    Directive.MAX_SPARE_SERVERS,
                    Directive.MIN_SPARE_THREADS,
                    Directive.MAX_SPARE_THREADS,
                    Directive.MAX_CONNECTIONS_PER_CHILD,
                    Directive.ASYNC_REQUEST_WORKER_FACTOR,
                    Directive.MAX_MEM_FREE,
                    Directive.SCORE_BOARD_FILE,
                    Directive.ENABLE_EXCEPTION_HOOK);

    private final Directives directives;
    private final String serverInfo;
    private final int port;
    private final Family family;
    private final Scoreboard scoreboard;
    private final Registration registration;
    private final Optional<PidFile> pidFile;

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
                        System.currentTimeMillis());
        scoreboard.shown(directives.childrenLimit(), directives.threadsPerChild(), true);
        this.pidFile = directives.pidFile().map(PidFile::new);
        this.registration = new Registration(this, scheme + "-" + port);
    }

    /**
     * Starts StartServers children.
     *
     * @throws IOException when a selector cannot be had; what was started is stopped again
     */
    public void start() throws IOException {
        directives.findings().forEach(Engine::log);
        warnOfWhatIsNotBuilt();
        LOG.log(Level.INFO, directives.model() + " on port " + port + ": " + effective());
        if (directives.model() == Model.PREFORK) {
            LOG.log(
                    Level.INFO,
                    "prefork in one JVM bounds and isolates threads, not memory: servlet instances"
                            + " are shared, so code that is not thread-safe needs"
                            + " MaxRequestWorkers 1");
        }
        try {
            if (pidFile.isPresent()) {
                pidFile.get().write();
            }
            family.start(scoreboard, directives.startServers(), 0);
        } catch (IOException | RuntimeException | Error e) {
            stop();
            throw e;
        }
        registration.register();
    }

    /** Nothing that somebody wrote is ignored in silence. */
    private void warnOfWhatIsNotBuilt() {
        String written =
                NOT_YET.stream()
                        .filter(directives::isExplicit)
                        .map(Directive::directiveName)
                        .collect(Collectors.joining(", "));
        if (!written.isEmpty()) {
            LOG.log(Level.WARNING, "understood, but without effect yet: " + written);
        }
    }

    private static void log(Finding finding) {
        FINDINGS.log(
                finding.level() == org.servletmpm.directive.Level.INFO ? Level.INFO : Level.WARNING,
                finding.toString());
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

    /**
     * @return whether {@link #drain} or {@link #stop} has been called
     */
    public boolean isDraining() {
        return family.isDraining();
    }

    /**
     * Closes the socket and every connection, and ends every thread: one that does not end by
     * itself is interrupted after five seconds, or at once when {@link #drain} gave it its time.
     */
    public void stop() {
        registration.unregister();
        try {
            family.end(family.isDraining() ? 0 : GRACE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "while stopping " + port + ": " + e, e);
        }
        pidFile.ifPresent(PidFile::delete);
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

package org.servletmpm.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.servletmpm.child.ChildGroup;
import org.servletmpm.connection.Adapter;
import org.servletmpm.connection.Connection;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.ConfigurationFile;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Listen;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.probe.Readiness;
import org.servletmpm.probe.StatusListener;
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
public final class Engine {

    /** How long a thread that does not end by itself is waited for before it is interrupted. */
    private static final long GRACE_MILLIS = 5000;

    /** Looks without anybody who accepts until that is not a restart, or a bad moment. */
    private static final int STALLED_LOOKS = 2;

    /** And until nothing but another process can help. */
    private static final int LIFELESS_LOOKS = 30;

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());

    /** A logger of its own, for programs that report what they configure by other means. */
    private static final System.Logger FINDINGS = System.getLogger(Finding.class.getPackageName());

    private final EngineHost host;
    private final int port;
    private final String address;

    /** What messages call the engine by. */
    private final String place;

    private final RateLimitedLogger logger = new RateLimitedLogger(LOG, System::nanoTime);
    private final Scoreboard scoreboard;
    private final Parent parent;
    private final ChildGroup group;
    private final JmxRegistration registration;
    private final Optional<PidFile> pidFile;
    private final SlowLog slowLog;

    /** What its threads' names begin with. */
    private final String name;

    /** Null without StatusListen, and before the start. */
    private volatile StatusListener status;

    /** The first children are there. */
    private volatile boolean started;

    private List<ExceptionHook> hooks = List.of();
    private volatile boolean paused;

    /** What the last restart asked for, begun or not. Guarded by this object's monitor. */
    private Directives requested;

    /**
     * @param adapter makes connections of what is accepted
     * @param socket bound and listening; becomes non-blocking
     * @throws IOException when the socket cannot be made non-blocking, or the ScoreBoardFile cannot
     *     be used
     */
    public Engine(
            Directives directives, EngineHost host, Adapter adapter, ServerSocketChannel socket)
            throws IOException {
        this(directives, host, adapter, nonBlocking(socket), socket.getLocalAddress());
    }

    private Engine(
            Directives directives,
            EngineHost host,
            Adapter adapter,
            ServerSocketChannel socket,
            SocketAddress local)
            throws IOException {
        this(
                directives,
                host,
                adapter,
                socket,
                local instanceof InetSocketAddress inet ? hostName(inet) : local.toString(),
                local instanceof InetSocketAddress inet ? inet.getPort() : 0,
                "mpm-"
                        + (local instanceof InetSocketAddress inet
                                ? inet.getPort()
                                : Path.of(local.toString()).getFileName()));
    }

    /**
     * Workers without a listening socket: what is given to their {@linkplain #executor executor} is
     * all they do.
     *
     * @param directives of the model event
     * @param name what its threads, its bean and its lines in the log are called by
     * @throws IOException when the ScoreBoardFile cannot be used
     */
    public static Engine ofThreads(Directives directives, EngineHost host, String name)
            throws IOException {
        if (directives.model() != Model.EVENT) {
            throw new IllegalArgumentException(
                    directives.model()
                            + ": workers without connections are event's; allowed: event");
        }
        return new Engine(directives, host, null, null, name, 0, name);
    }

    /**
     * @param socket null for workers without one
     */
    private Engine(
            Directives directives,
            EngineHost host,
            Adapter adapter,
            ServerSocketChannel socket,
            String address,
            int port,
            String name)
            throws IOException {
        this.host = host;
        this.requested = directives;
        this.address = address;
        this.port = port;
        this.place = port > 0 ? "port " + port : address;
        this.scoreboard = scoreboard(directives);
        this.parent =
                new Parent(
                        name,
                        directives,
                        adapter,
                        socket,
                        host::closeSocket,
                        scoreboard,
                        logger,
                        this::fatal,
                        this::watch);
        this.group = parent.group();
        this.slowLog = new SlowLog(place);
        this.name = name;
        this.pidFile = directives.pidFile().map(PidFile::new);
        this.registration = new JmxRegistration(this, host.scheme());
    }

    private static ServerSocketChannel nonBlocking(ServerSocketChannel socket) throws IOException {
        socket.configureBlocking(false);
        return socket;
    }

    private static String hostName(InetSocketAddress local) {
        InetAddress host = local.getAddress();
        return host.isAnyLocalAddress() ? "*" : host.getHostAddress();
    }

    private Scoreboard scoreboard(Directives directives) throws IOException {
        long now = System.currentTimeMillis();
        int slots = directives.serverLimit();
        int threads = directives.threadLimit();
        Optional<String> file = directives.scoreBoardFile();
        Scoreboard made =
                file.isPresent()
                        ? Scoreboard.map(
                                Path.of(file.get()), directives.model(), slots, threads, now)
                        : Scoreboard.create(directives.model(), slots, threads, now);
        made.server(host.serverInfo(), port, ProcessHandle.current().pid());
        return made;
    }

    /**
     * Starts StartServers children.
     *
     * @throws IOException when a selector cannot be had, or StatusListen's port; what was started
     *     is stopped again
     */
    public void start() throws IOException {
        say(getDirectives());
        if (getDirectives().model() == Model.PREFORK) {
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
            openStatus();
            hooks = loadHooks();
            parent.start();
        } catch (IOException | RuntimeException | Error e) {
            stop();
            throw e;
        }
        registration.register();
        started = true;
    }

    private void openStatus() throws IOException {
        Optional<Listen> listen = getDirectives().statusListen();
        if (listen.isPresent()) {
            status =
                    new StatusListener(
                            name,
                            listen.get(),
                            address,
                            port,
                            this::readiness,
                            this::lives,
                            this::statusFailed);
            status.start();
            LOG.log(
                    Level.INFO,
                    "status of " + place + ": http://" + status.place() + "/server-status");
        }
    }

    private Readiness readiness() {
        if (parent.isStopAnnounced() || isDraining()) {
            return Readiness.DRAINING;
        }
        if (paused) {
            return Readiness.PAUSED;
        }
        if (!started) {
            return Readiness.STARTING;
        }
        return group.stalledFor() < STALLED_LOOKS ? Readiness.READY : Readiness.STALLED;
    }

    /**
     * Looks once a second, in a thread that is not the parent's.
     *
     * @return whether the parent's thread comes round, and sees that somebody accepts
     */
    private boolean lives() {
        boolean parentLives = parent.heartbeat().look() < LIFELESS_LOOKS;
        return !started || isDraining() || parentLives && group.stalledFor() < LIFELESS_LOOKS;
    }

    private void statusFailed(Throwable cause) {
        logger.failure(Level.WARNING, "StatusListen", null, cause);
    }

    /** Once a second. The parent's thread. */
    private void watch() {
        slowLog.look(group);
        host.everySecond();
    }

    private void say(Directives directives) {
        directives.findings().forEach(Engine::log);
        LOG.log(Level.INFO, directives.model() + " on " + place + ": " + effective(directives));
    }

    private static List<ExceptionHook> loadHooks() {
        try {
            return ServiceLoader.load(ExceptionHook.class).stream().map(Provider::get).toList();
        } catch (ServiceConfigurationError e) {
            LOG.log(Level.WARNING, "no exception hook will be told of anything: " + e, e);
            return List.of();
        }
    }

    private void fatal(ExceptionHook.FatalError error) {
        for (ExceptionHook hook : hooks) {
            try {
                hook.fatal(error);
            } catch (RuntimeException | Error e) {
                logger.log(Level.WARNING, "exception hook " + hook + ": " + e, e);
            }
        }
    }

    private static void log(Finding finding) {
        FINDINGS.log(
                finding.level() == org.servletmpm.directive.Level.INFO ? Level.INFO : Level.WARNING,
                finding.toString());
    }

    /** With the place where a value was written, if it was. */
    private static String effective(Directives directives) {
        return directives.effective().entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue() + writtenAt(directives, e.getKey()))
                .collect(Collectors.joining(" "));
    }

    private static String writtenAt(Directives directives, String name) {
        return Directive.named(name)
                .map(directives::origin)
                .filter(origin -> !origin.equals(Origin.DEFAULT))
                .map(origin -> " (" + origin + ")")
                .orElse("");
    }

    /** Takes no new connections until {@link #resume}; they wait in the kernel's backlog. */
    public void pause() {
        paused = true;
        group.accept(false);
    }

    /** Ends {@link #pause}. */
    public void resume() {
        paused = false;
        group.accept(true);
    }

    /**
     * @return whether accepting is paused
     */
    public boolean isPaused() {
        return paused;
    }

    /**
     * A graceful restart: a new generation of children with these directives replaces the one there
     * is. Requests that run are finished; in event waiting connections move to the new children, in
     * prefork and worker the next response, that of a running request too, says {@code Connection:
     * close}.
     *
     * @param next built within the {@linkplain #getDirectives current ones}
     * @throws IllegalStateException when the engine is on its way to a stop
     */
    public synchronized Restart restart(Directives next) {
        if (parent.isStopAnnounced() || isDraining()) {
            throw new IllegalStateException(
                    "the engine on " + place + " is stopping: there is nothing to restart");
        }
        say(next);
        host.reconfigured(next);
        requested = next;
        return parent.restart(next);
    }

    /**
     * A graceful restart with the directives of a file, in the place of the files read before.
     *
     * @return what takes effect
     * @throws IOException if the file cannot be read, is no regular file or longer than 1 MB
     * @throws ConfigurationException with every error there is; nothing has changed then
     */
    public Directives reload(Path file) throws IOException, ConfigurationException {
        ConfigurationFile read = ConfigurationFile.read(file);
        synchronized (this) {
            Directives next = requested.reread(read);
            restart(next);
            return next;
        }
    }

    /**
     * A graceful restart with the directives that were last asked for.
     *
     * @throws IllegalStateException when the engine is on its way to a stop
     */
    public synchronized Restart graceful() {
        return restart(requested);
    }

    /**
     * Replaces the children that have run the application's code by new ones, so that no thread
     * keeps anything of it.
     *
     * @param reason for the log
     * @return completed when the last of them has ended
     */
    public CompletableFuture<Void> recycle(String reason) {
        return parent.recycle(reason);
    }

    /**
     * A graceful stop is to come: readiness says no and responses say {@code Connection: close};
     * everything else is as ever, accepting included. So balancers can learn of it before anybody
     * is refused.
     *
     * @return completed after GracefulShutdownDelay, which begins with the first call, or by {@link
     *     #stop}; what depends on it runs in a thread of the engine's, and is to be short
     */
    public CompletableFuture<Void> announceStop() {
        return parent.announceStop();
    }

    /**
     * Begins a graceful stop, after GracefulShutdownDelay: what is queued is accepted and served,
     * then the socket closes; responses say {@code Connection: close}; who is kept alive may ask
     * once more (GracefulKeepAlive).
     *
     * @return completed when the socket is closed and no connection is left
     */
    public CompletableFuture<Void> drain() {
        announceStop().thenRun(parent::drain);
        return group.drained();
    }

    /**
     * @return what {@link #drain} returns, and a {@link #stop} completes; begins nothing
     */
    public CompletableFuture<Void> drained() {
        return group.drained();
    }

    /**
     * @return whether {@link #drain} or {@link #stop} has been called
     */
    public boolean isDraining() {
        return group.isDraining();
    }

    /**
     * Closes the socket and every connection, and ends every thread: one that does not end by
     * itself is interrupted after five seconds, or at once when {@link #drain} gave it its time.
     */
    public void stop() {
        registration.unregister();
        try {
            parent.stop();
            group.end(group.isDraining() ? 0 : GRACE_MILLIS);
            parent.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "while stopping " + place + ": " + e, e);
        }
        if (status != null) {
            status.stop();
        }
        closeScoreboard();
        pidFile.ifPresent(PidFile::delete);
    }

    /**
     * @return runs work that is no connection's next step: on a worker, counted as busy, in event;
     *     on an auxiliary thread in prefork and worker
     */
    public Executor executor() {
        return group.executor();
    }

    /**
     * Runs a step of one of several requests that a connection carries at once, such as a stream of
     * HTTP/2: by the rules of {@link #executor}, but on the thread that moves the connection's
     * frames, after those, where that is a worker and the step is expected to be short.
     */
    public void executeStream(Connection connection, Runnable step) {
        group.executeStream(connection, step);
    }

    /**
     * Runs work on a worker that is idle.
     *
     * @return false when there is none at this moment, and in prefork and worker
     */
    public boolean tryExecute(Runnable work) {
        return group.tryExecute(work);
    }

    /**
     * @return runs at once what lets a blocked thread go on
     */
    public Executor continuations() {
        return group.continuations();
    }

    /**
     * @return open connections
     */
    public int connections() {
        return group.connections();
    }

    private void closeScoreboard() {
        try {
            scoreboard.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "ScoreBoardFile of " + place + ": " + e, e);
        }
    }

    /**
     * @return what is in effect
     */
    public Directives getDirectives() {
        return parent.directives();
    }

    /**
     * @return what JMX shows, for a container that has a bean of its own to show it in
     */
    public EngineMXBean bean() {
        return new EngineBean(this);
    }

    /**
     * @return live
     */
    public Scoreboard getScoreboard() {
        return scoreboard;
    }

    /**
     * @return the address that is listened on, {@code *} for all of them, or the path of a Unix
     *     domain socket
     */
    public String getAddress() {
        return address;
    }

    /**
     * @return the port that is listened on; 0 when it is no internet socket
     */
    public int getPort() {
        return port;
    }

    /**
     * @return where StatusListen answers, such as {@code 127.0.0.1:9000}; empty without it
     */
    public String getStatusAddress() {
        StatusListener open = status;
        return open == null ? "" : open.place();
    }

    /**
     * @return the container's name and version
     */
    public String getServerInfo() {
        return host.serverInfo();
    }
}

package org.servletmpm.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.servletmpm.child.ChildGroup;
import org.servletmpm.child.Endpoint;
import org.servletmpm.connection.Adapter;
import org.servletmpm.connection.Connection;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.ConfigurationFile;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Listen;
import org.servletmpm.directive.Model;
import org.servletmpm.inherit.Inherited;
import org.servletmpm.life.Parent;
import org.servletmpm.life.ParentMailbox;
import org.servletmpm.life.ParentThread;
import org.servletmpm.life.PidFile;
import org.servletmpm.life.Supervisor;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.probe.StatusPort;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.status.EngineName;
import org.servletmpm.status.History;
import org.servletmpm.status.JmxRegistration;
import org.servletmpm.status.Observed;

/**
 * Serves one listening socket by one processing model. A connector holds it, and finds here
 * everything that it may ask of the engine.
 *
 * <p>httpd's three models answer two questions: who accepts a connection, and who waits for its
 * next event. In prefork the child's only worker does both. In worker the child's listener accepts,
 * and the worker that got the connection waits. In event the listener does both, and a worker has
 * the connection only while there is work; as a rule one of the workers takes the listener's part
 * (LeaderFollower). Everything else is the same code for all three: a child has a listener and
 * workers, a connection has two interests, and a container's adapter turns "ready" into "run the
 * HTTP processor until it needs to wait again".
 *
 * <p>An engine is started once and stopped once. Any thread may call its methods.
 */
public final class Engine {

    /** Time for threads to end by themselves before they are interrupted. */
    private static final long GRACE_MILLIS = 5000;

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());

    private final EngineHost host;
    private final EngineName name;
    private final RateLimitedLogger logger;
    private final DirectivesLog directivesLog;
    private final ExceptionHooks hooks;
    private final EngineScoreboard scoreboard;
    private final Optional<PidFile> pidFile;
    private final Optional<Listen> statusListen;
    private final ChildGroup group;
    private final Supervisor supervisor;
    private final ParentThread parentThread;
    private final SlowLog slowLog;
    private final Optional<String> note;
    private final EngineHealth health;
    private final StatusPort statusPort;
    private final History history;
    private final JmxRegistration registration;

    /** The directives of the last restart, begun or not. Guarded by this object's monitor. */
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
        this(
                directives,
                host,
                EngineName.of(socket.getLocalAddress()),
                new Endpoint(nonBlocking(socket), host::closeSocket, adapter));
    }

    /**
     * Makes an engine of workers without a listening socket. They do what their {@linkplain
     * #executor executor} is given, and nothing else.
     *
     * @param directives of the model event
     * @param name for its threads, its bean and its lines in the log
     * @throws IOException when the ScoreBoardFile cannot be used
     */
    public static Engine ofThreads(Directives directives, EngineHost host, String name)
            throws IOException {
        if (directives.model() != Model.EVENT) {
            throw new IllegalArgumentException(
                    directives.model()
                            + ": workers without connections are event's; allowed: event");
        }
        Endpoint none = new Endpoint(null, host::closeSocket, null);
        return new Engine(directives, host, EngineName.of(name), none);
    }

    private Engine(Directives directives, EngineHost host, EngineName name, Endpoint endpoint)
            throws IOException {
        this.host = host;
        this.name = name;
        this.logger = new RateLimitedLogger(LOG, name.place() + ": ", System::nanoTime);
        this.hooks = new ExceptionHooks(logger);
        this.requested = directives;
        this.directivesLog = new DirectivesLog(LOG, name.place());
        this.parentThread = new ParentThread(name.threads(), logger);
        Optional<Inherited> inherited = Inherited.with(endpoint.socket());
        this.scoreboard =
                inherited.isPresent()
                        ? new EngineScoreboard(inherited.get(), name, logger)
                        : new EngineScoreboard(directives, name, host.serverInfo(), logger);
        // In a child of process mode these are the control's.
        this.pidFile = inherited.isPresent() ? Optional.empty() : pidFile(directives);
        this.statusListen = inherited.isPresent() ? Optional.empty() : directives.statusListen();
        ParentMailbox mailbox = new ParentMailbox(directives.serverLimit(), parentThread);
        if (inherited.isPresent()) {
            ControlReports reports = new ControlReports(inherited.get(), getScoreboard(), logger);
            Endpoint shared =
                    new Endpoint(endpoint.socket(), reports::queueEmpty, endpoint.adapter());
            this.group = group(directives, shared, mailbox, reports::renew);
            boolean tls = host.scheme().equals("https");
            this.supervisor = new ControlledChild(directives, reports, group, parentThread, tls);
        } else {
            this.group = group(directives, endpoint, mailbox, reason -> true);
            this.supervisor =
                    new Parent(
                            directives,
                            new LocalChildren(group, getScoreboard(), parentThread),
                            getScoreboard(),
                            mailbox,
                            logger);
        }
        // It speaks of children that share a JVM.
        this.note = inherited.isPresent() ? Optional.empty() : group.note();
        this.slowLog = new SlowLog(name.place(), group, parentThread);
        this.health = new EngineHealth(name, supervisor.shutdown(), group);
        this.statusPort = new StatusPort(name, health, logger);
        this.history =
                new History(
                        getScoreboard()::states, group.requestTimes()::counts, System::nanoTime);
        this.registration =
                new JmxRegistration(
                        bean(),
                        EngineMXBean.class,
                        Observed.of(getScoreboard(), history),
                        name.beans(host.scheme()));
    }

    private ChildGroup group(
            Directives directives,
            Endpoint endpoint,
            ParentMailbox mailbox,
            Predicate<String> mayLeave) {
        return new ChildGroup(
                name.threads(),
                directives,
                endpoint,
                new ChildReports(mailbox, hooks, logger, mayLeave),
                logger);
    }

    private static Optional<PidFile> pidFile(Directives directives) {
        return directives.pidFile().map(PidFile::new);
    }

    private static ServerSocketChannel nonBlocking(ServerSocketChannel socket) throws IOException {
        socket.configureBlocking(false);
        return socket;
    }

    /**
     * Starts StartServers children.
     *
     * @throws IOException when a selector cannot be had, or StatusListen's port; what was started
     *     is stopped again
     */
    public void start() throws IOException {
        Directives directives = getDirectives();
        directivesLog.starting(directives, note);
        try {
            if (pidFile.isPresent()) {
                pidFile.get().write();
            }
            statusPort.open(statusListen);
            hooks.load();
            hooks.enable(directives.enableExceptionHook());
            supervisor.start();
            parentThread.start(
                    supervisor,
                    group::tidy,
                    group::look,
                    slowLog::look,
                    host::everySecond,
                    history::look,
                    health::parentComesRound);
        } catch (IOException | RuntimeException | Error e) {
            stop();
            throw e;
        }
        registration.register();
        health.started();
    }

    /** Takes no new connections until {@link #resume}; they wait in the kernel's backlog. */
    public void pause() {
        health.paused(true);
        group.accept(false);
    }

    /** Ends {@link #pause}. */
    public void resume() {
        health.paused(false);
        group.accept(true);
    }

    /**
     * @return whether accepting is paused
     */
    public boolean isPaused() {
        return health.isPaused();
    }

    /**
     * Restarts gracefully: a new generation of children with these directives replaces the present
     * one. Requests that run are finished. In event waiting connections move to the new children;
     * in prefork and worker the next response, that of a running request too, says {@code
     * Connection: close}.
     *
     * @param next built within the {@linkplain #getDirectives current ones}
     * @throws IllegalStateException when a stop has been announced
     */
    public synchronized Restart restart(Directives next) {
        supervisor.checkRestart();
        directivesLog.inEffect(next);
        hooks.enable(next.enableExceptionHook());
        host.reconfigured(next);
        requested = next;
        ProgressFutures progress = new ProgressFutures();
        supervisor.restart(next, progress);
        return progress.asRestart();
    }

    /**
     * Restarts gracefully with the directives of a file, in the place of the files read before. A
     * refusal is logged as well: another one may read the log than has asked.
     *
     * @return what takes effect
     * @throws IOException if the file cannot be read, is no regular file or longer than 1 MB
     * @throws ConfigurationException with every error there is; nothing has changed then
     */
    public Directives reload(Path file) throws IOException, ConfigurationException {
        try {
            ConfigurationFile read = ConfigurationFile.read(file);
            synchronized (this) {
                Directives next = requested.reread(read);
                restart(next);
                return next;
            }
        } catch (ConfigurationException e) {
            throw refused(file, e, e.getMessage());
        } catch (IOException e) {
            throw refused(file, e, ConfigurationFile.reason(e));
        }
    }

    private <E extends Exception> E refused(Path file, E cause, String reason) {
        String line = "the reload of " + file + " is refused, nothing has changed: ";
        logger.log(Level.WARNING, line + reason);
        return cause;
    }

    /**
     * Restarts gracefully with the directives that were last asked for.
     *
     * @throws IllegalStateException when a stop has been announced
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
        ProgressFutures progress = new ProgressFutures();
        supervisor.recycle(reason, progress);
        return progress.end();
    }

    /**
     * Announces a graceful stop: readiness says no and responses say {@code Connection: close}.
     * Everything else goes on, accepting included, so that balancers learn of the stop before a
     * client is refused.
     *
     * @return completed after GracefulShutdownDelay, which begins with the first call, or by {@link
     *     #stop}; what depends on it runs in the parent's thread, and must be short
     */
    public CompletableFuture<Void> announceStop() {
        return supervisor.shutdown().announce();
    }

    /**
     * Begins a graceful stop, after GracefulShutdownDelay: what is queued is accepted and served,
     * then the socket closes; responses say {@code Connection: close}; a client that is kept alive
     * may ask once more (GracefulKeepAlive).
     *
     * @return completed when the socket is closed and no connection is left, or when
     *     GracefulShutdownTimeout has passed: what is still open then is closed by the stop
     */
    public CompletableFuture<Void> drain() {
        return supervisor.shutdown().drain();
    }

    /**
     * Begins nothing.
     *
     * @return what {@link #drain} returns; a {@link #stop} completes it, too
     */
    public CompletableFuture<Void> drained() {
        return supervisor.shutdown().drained();
    }

    /**
     * @return whether a stop has begun, by {@link #drain} or {@link #stop}
     */
    public boolean isDraining() {
        return supervisor.shutdown().isStopping();
    }

    /**
     * @return waits for a graceful stop, as long as GracefulShutdownTimeout and the container have
     *     it
     */
    public GracefulStop gracefulStop() {
        return new GracefulStop(supervisor);
    }

    /**
     * Closes the socket and every connection, and ends every thread. A thread that does not end by
     * itself is interrupted after five seconds, or at once if {@link #drain} has been called.
     */
    public void stop() {
        registration.unregister();
        long grace = supervisor.shutdown().isStopping() ? 0 : GRACE_MILLIS;
        try {
            supervisor.shutdown().stop();
            // Before the children end: a child that it still starts would be left behind.
            parentThread.awaitEnd();
            group.end(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "while stopping " + name.place() + ": " + e, e);
        }
        supervisor.shutdown().ended();
        statusPort.close();
        scoreboard.close();
        pidFile.ifPresent(PidFile::delete);
    }

    /**
     * @return runs work that is no connection's next step: in event on a worker, counted as busy;
     *     in prefork and worker on an auxiliary thread
     */
    public Executor executor() {
        return group.executor();
    }

    /**
     * Runs a step of one of several requests that a connection carries at once, such as a stream of
     * HTTP/2: by the rules of {@link #executor}, but on the thread that moves the connection's
     * frames, after those, where that is a worker and the step is expected to be short.
     *
     * @param begins whether the application is given the request by it: then it may be refused
     */
    public void executeStream(Connection connection, Runnable step, boolean begins) {
        group.executeStream(connection, step, begins);
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
     * @return runs at once, on threads of its own, what lets a blocked thread go on
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

    /**
     * @return what is in effect
     */
    public Directives getDirectives() {
        return supervisor.directives();
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
        return scoreboard.scoreboard();
    }

    /**
     * @return the address that is listened on, {@code *} for all of them, or the path of a Unix
     *     domain socket
     */
    public String getAddress() {
        return name.address();
    }

    /**
     * @return the port that is listened on; 0 when it is no internet socket
     */
    public int getPort() {
        return name.port();
    }

    /**
     * @return where StatusListen answers, such as {@code 127.0.0.1:9000}; empty without it
     */
    public String getStatusAddress() {
        return statusPort.address();
    }

    /**
     * @return the container's name and version
     */
    public String getServerInfo() {
        return host.serverInfo();
    }
}

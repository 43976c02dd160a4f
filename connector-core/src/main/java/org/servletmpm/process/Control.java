package org.servletmpm.process;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.ListenAddress;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import org.servletmpm.inherit.ClassArchive;
import org.servletmpm.life.Parent;
import org.servletmpm.life.ParentMailbox;
import org.servletmpm.life.ParentThread;
import org.servletmpm.life.PidFile;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.probe.StatusPort;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.status.EngineName;
import org.servletmpm.status.JmxRegistration;
import org.servletmpm.status.Observed;

/**
 * Serves one listening socket by children that are processes: what httpd's parent process is to its
 * children. It runs nothing of any application. Any thread.
 */
public final class Control implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Control.class.getName());

    /** Time for children to end by themselves before they are killed. */
    private static final long GRACE_SECONDS = 10;

    /** What is the control's alone. */
    private static final Set<Directive> OWN =
            Set.of(
                    Directive.LISTEN,
                    Directive.SCORE_BOARD_FILE,
                    Directive.PID_FILE,
                    Directive.STATUS_LISTEN,
                    Directive.KEEP_GENERATIONS,
                    Directive.SHARED_ARCHIVE);

    /** What the scoreboard depends on. */
    private static final Set<Directive> SIZES =
            Set.of(
                    Directive.SERVER_LIMIT,
                    Directive.THREAD_LIMIT,
                    Directive.MAX_REQUEST_WORKERS,
                    Directive.THREADS_PER_CHILD);

    private final RateLimitedLogger logger = new RateLimitedLogger(LOG, System::nanoTime);
    private final InheritableSocket socket;
    private final Scoreboard scoreboard;
    private final ParentMailbox mailbox;
    private final ProcessChildren children;
    private final ChildLinks links;
    private final ControlSocket commands;
    private final Parent parent;
    private final Deployment deployment;
    private final ParentThread thread;
    private final EngineName name;
    private final JmxRegistration registration;
    private final StatusPort statusPort;
    private final Optional<PidFile> pidFile;

    /** No two controls have the same directory. */
    private final PidFile lock;

    private final Notify notify = Notify.of(System.getenv());
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /**
     * Opens what a control has: the listening socket, the scoreboard, the children's channel.
     *
     * @throws IOException when one of them cannot be had; the message names the directive
     */
    public Control(ControlSettings settings) throws IOException {
        Directives directives = inMemory(inProcesses(settings.directives()), settings.command());
        RunAs as = RunAs.of(directives);
        Path run = Files.createDirectories(settings.run());
        this.lock = new PidFile("the run directory's", run.resolve("mpm.pid"));
        lock.write();
        Path file =
                Path.of(directives.scoreBoardFile().orElse(run.resolve("scoreboard").toString()));
        Path configuration = run.resolve("children.conf");
        Files.writeString(configuration, written(directives));
        ProgramFiles program =
                new ProgramFiles(
                        concat(as.prefix(), settings.command()),
                        as.cores().orElse(settings.directory()),
                        settings.snapshot());
        Snapshots snapshots = new Snapshots(program, run, logger);
        Program first = snapshots.take();
        this.socket = socket(directives);
        this.name = EngineName.of(socket.address());
        this.scoreboard =
                Scoreboard.map(
                        file,
                        directives.model(),
                        directives.serverLimit(),
                        directives.threadLimit(),
                        System.currentTimeMillis());
        this.thread = new ParentThread(name.threads(), logger);
        this.mailbox = new ParentMailbox(directives.serverLimit(), thread);
        Path channel = run.resolve("mpm.child");
        SharedArchives archives = new SharedArchives(ClassArchive.ofThisJvm(), as, logger);
        ChildCommand command = new ChildCommand(directives, channel, file, configuration, archives);
        this.children = new ProcessChildren(command, socket, scoreboard, mailbox, logger);
        children.next(first);
        children.begin(directives);
        this.links = new ChildLinks(channel, children::heard, logger);
        as.give(channel);
        as.give(file);
        this.parent = new Parent(directives, children, scoreboard, mailbox, logger);
        this.deployment =
                new Deployment(snapshots, first.snapshot(), children, parent, name.threads());
        ControlStatus status = new ControlStatus(name, parent, children);
        scoreboard.server(status.getServerInfo(), name.port(), ProcessHandle.current().pid());
        this.registration =
                new JmxRegistration(
                        status,
                        ControlMXBean.class,
                        new Observed(scoreboard, Optional.empty(), status::processes),
                        name.beans("http"));
        this.statusPort = new StatusPort(name, status, logger);
        this.pidFile = directives.pidFile().map(PidFile::new);
        Commands table = new ControlCommands(this, status, parent, children, mailbox).table();
        this.commands = new ControlSocket(run.resolve("mpm.ctl"), table, logger);
    }

    private static InheritableSocket socket(Directives directives) throws IOException {
        Optional<InheritableSocket> inherited = InheritableSocket.inherited(System.getenv());
        if (inherited.isPresent()) {
            return inherited.get();
        }
        ListenAddress listen =
                directives
                        .listen()
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "Listen: a control has to be told the port or unix:/path"));
        return InheritableSocket.open(directives, listen);
    }

    /** No worker of another process helps: httpd's factor is needed, where nobody has set it. */
    private static Directives inProcesses(Directives directives) throws IOException {
        if (directives.model() != Model.EVENT
                || directives.asyncRequestWorkerFactor().isPresent()) {
            return directives;
        }
        return with(directives, Directive.ASYNC_REQUEST_WORKER_FACTOR, 2);
    }

    /** As many as the memory has room for, where nobody has said how many. */
    private static Directives inMemory(Directives directives, List<String> command)
            throws IOException {
        OptionalLong heap = Budget.heap(command);
        OptionalLong available = SystemMemory.here().available();
        if (directives.isExplicit(Directive.SERVER_LIMIT)
                || heap.isEmpty()
                || available.isEmpty()) {
            return directives;
        }
        Budget budget =
                Budget.of(available.getAsLong(), heap.getAsLong(), directives.threadsPerChild());
        if (budget.children() >= directives.serverLimit()) {
            return directives;
        }
        LOG.log(
                Level.WARNING,
                "ServerLimit %d: memory has room for %d children of %d MB; using %2$d"
                        .formatted(
                                directives.serverLimit(),
                                budget.children(),
                                budget.childBytes() >> 20));
        return with(directives, Directive.SERVER_LIMIT, budget.children());
    }

    private static Directives with(Directives directives, Directive directive, int value)
            throws IOException {
        try {
            return directives.toBuilder()
                    .set(
                            directive.directiveName(),
                            Integer.toString(value),
                            Origin.of("ChildProcesses"))
                    .build();
        } catch (ConfigurationException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static List<String> concat(List<String> prefix, List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    /** What somebody has written, and the sizes that all children share. */
    private static String written(Directives directives) {
        return directives.effectiveInProcesses().entrySet().stream()
                .filter(directive -> isChildren(directives, directive.getKey()))
                .map(directive -> directive.getKey() + " " + directive.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static boolean isChildren(Directives directives, String name) {
        Directive directive = Directive.named(name).orElseThrow();
        return SIZES.contains(directive)
                || directives.isExplicit(directive) && !OWN.contains(directive);
    }

    /**
     * Starts StartServers children, the first alone.
     *
     * @return completed when the first of them serves; failed with its last lines when it does not
     * @throws IOException when no process can be started
     */
    public CompletableFuture<Void> start() throws IOException {
        links.start(name.threads());
        commands.start(name.threads());
        registration.register();
        statusPort.open(parent.directives().statusListen());
        if (pidFile.isPresent()) {
            pidFile.get().write();
        }
        if (ProcessHandle.current().pid() == 1) {
            logger.log(
                    Level.WARNING,
                    "this control is process 1 and cannot bury what others leave behind: start the"
                            + " container with --init");
        }
        Rollout starting = new Rollout();
        starting.serving().thenRun(notify::ready);
        parent.start(starting);
        IdleExit idleExit = new IdleExit(parent.directives());
        thread.start(
                parent,
                children::everySecond,
                new Recycling(parent, children, SystemMemory.here()),
                new HangDuty(parent, children, new ListenQueue(Path.of("/proc"))),
                () -> letIdleGo(idleExit));
        return starting.serving();
    }

    private void letIdleGo(IdleExit rule) {
        if (parent.isRegulating()) {
            children.letIdleGo(rule);
        }
    }

    /**
     * Replaces all children by a new generation, one by one, each old one by a new one that is
     * proven: a rolling restart.
     *
     * @return completed when every old child has been told to leave; failed, with the last lines of
     *     the child that was to be the first, when the new generation does not start, is not ready
     *     within ChildStartTimeout or dies within MinLife: then the old one serves on
     */
    public CompletableFuture<Void> graceful() {
        notify.reloading();
        return deployment.graceful().whenComplete(this::tell);
    }

    /**
     * Goes back to what was run before the last change of the program's files, as {@link #graceful}
     * goes forward.
     *
     * @return as there; failed, too, if there is no earlier snapshot
     */
    CompletableFuture<Void> rollback() {
        notify.reloading();
        return deployment.rollback().whenComplete(this::tell);
    }

    /**
     * Ends all children, and starts those of a new generation when the last of them has ended: no
     * two generations ever run at once. Connections are cut; new ones wait in the kernel.
     *
     * @return as {@link #graceful}; when the new generation fails, children of the old one are
     *     started again
     */
    CompletableFuture<Void> restart() {
        parent.checkRestart();
        return deployment
                .restart(() -> mailbox.command(() -> children.endAll(GRACE_SECONDS)))
                .whenComplete(this::tell);
    }

    /** A signal's sender hears nothing else. */
    private void tell(Void served, Throwable failed) {
        notify.ready();
        if (failed != null) {
            String line = "the new generation has failed, the old one serves: ";
            logger.log(Level.ERROR, name.place() + ": " + line + failed.getMessage());
        }
    }

    /**
     * @return the port that is listened on; 0 on a Unix domain socket
     */
    public int port() {
        return name.port();
    }

    /**
     * @return as messages call what is listened on: {@code port 8080}, or the path
     */
    public String place() {
        return name.place();
    }

    /**
     * Stops gracefully: what is queued is accepted and served, clients that are kept alive may ask
     * once more, and the children end.
     *
     * @return completed when the last child has ended, or GracefulShutdownTimeout is over
     */
    public CompletableFuture<Void> drain() {
        notify.stopping();
        return parent.shutdown().drain();
    }

    /**
     * @return completed when the last child has ended after {@link #drain}, or by {@link #stop}
     */
    public CompletableFuture<Void> stopped() {
        return CompletableFuture.anyOf(parent.shutdown().drained(), stopped)
                .thenApply(over -> null);
    }

    /** Lets {@link #stopped} be over, so that who waits for it closes this. */
    public void stop() {
        stopped.complete(null);
    }

    /** Ends the children that are still there, and everything else. */
    @Override
    public void close() throws IOException {
        parent.shutdown().stop();
        try {
            thread.awaitEnd();
            children.terminate();
            children.awaitEnd(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            children.kill();
            parent.shutdown().ended();
            pidFile.ifPresent(PidFile::delete);
            registration.unregister();
            statusPort.close();
            commands.close();
            links.close();
            socket.close();
            scoreboard.close();
            lock.delete();
        }
        LOG.log(Level.INFO, name.place() + ": stopped");
    }
}

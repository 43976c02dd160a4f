package org.servletmpm.process;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Listen;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import org.servletmpm.life.Parent;
import org.servletmpm.life.ParentMailbox;
import org.servletmpm.life.ParentThread;
import org.servletmpm.life.PidFile;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.probe.StatusPort;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.status.EngineName;
import org.servletmpm.status.JmxRegistration;

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
                    Directive.STATUS_LISTEN);

    /** What the scoreboard depends on. */
    private static final Set<Directive> SIZES =
            Set.of(
                    Directive.SERVER_LIMIT,
                    Directive.THREAD_LIMIT,
                    Directive.MAX_REQUEST_WORKERS,
                    Directive.THREADS_PER_CHILD);

    /** What httpd has for its children, and this control has not yet. */
    private static final Set<Directive> REFUSED =
            Set.of(Directive.USER, Directive.GROUP, Directive.CORE_DUMP_DIRECTORY);

    private final RateLimitedLogger logger = new RateLimitedLogger(LOG, System::nanoTime);
    private final InheritableSocket socket;
    private final Scoreboard scoreboard;
    private final ProcessChildren children;
    private final ChildLinks links;
    private final ControlSocket commands;
    private final Parent parent;
    private final ParentThread thread;
    private final EngineName name;
    private final JmxRegistration registration;
    private final StatusPort statusPort;
    private final Optional<PidFile> pidFile;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /**
     * Opens what a control has: the listening socket, the scoreboard, the children's channel.
     *
     * @throws IOException when one of them cannot be had; the message names the directive
     */
    public Control(ControlSettings settings) throws IOException {
        Directives directives = inProcesses(settings.directives());
        Listen listen =
                directives
                        .listen()
                        .orElseThrow(
                                () -> new IOException("Listen: a control has to be told the port"));
        for (Directive refused : REFUSED) {
            if (directives.isExplicit(refused)) {
                throw new IOException(refused + ": refused, children run as their control does");
            }
        }
        Path run = Files.createDirectories(settings.run());
        Path file =
                Path.of(directives.scoreBoardFile().orElse(run.resolve("scoreboard").toString()));
        Path configuration = run.resolve("children.conf");
        Files.writeString(configuration, written(directives));
        this.socket = InheritableSocket.open(directives, listen);
        this.name = EngineName.of(socket.address());
        this.scoreboard =
                Scoreboard.map(
                        file,
                        directives.model(),
                        directives.serverLimit(),
                        directives.threadLimit(),
                        System.currentTimeMillis());
        this.thread = new ParentThread(name.threads(), logger);
        ParentMailbox mailbox = new ParentMailbox(directives.serverLimit(), thread);
        Path channel = run.resolve("mpm.child");
        ChildCommand command =
                new ChildCommand(
                        settings.command(),
                        settings.directory(),
                        directives.model(),
                        channel,
                        file,
                        configuration);
        this.children = new ProcessChildren(command, socket, scoreboard, mailbox, logger);
        children.begin(directives);
        this.links = new ChildLinks(channel, children::heard, logger);
        this.parent = new Parent(directives, children, scoreboard, mailbox, logger);
        ControlStatus status = new ControlStatus(name, parent, children);
        scoreboard.server(status.getServerInfo(), name.port(), ProcessHandle.current().pid());
        this.registration =
                new JmxRegistration(status, ControlMXBean.class, scoreboard, name.beans("http"));
        this.statusPort = new StatusPort(name, status, logger);
        this.pidFile = directives.pidFile().map(PidFile::new);
        this.commands = new ControlSocket(run.resolve("mpm.ctl"), new Commands(this), logger);
    }

    /** No worker of another process helps: httpd's factor is needed, where nobody has set it. */
    private static Directives inProcesses(Directives directives) throws IOException {
        if (directives.model() != Model.EVENT
                || directives.asyncRequestWorkerFactor().isPresent()) {
            return directives;
        }
        try {
            return directives.toBuilder()
                    .set(
                            Directive.ASYNC_REQUEST_WORKER_FACTOR.directiveName(),
                            "2",
                            Origin.of("ChildProcesses"))
                    .build();
        } catch (ConfigurationException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** What somebody has written, and the sizes that all children share. */
    private static String written(Directives directives) {
        return directives.effective().entrySet().stream()
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
        Rollout starting = new Rollout();
        parent.start(starting);
        thread.start(parent, children::everySecond);
        return starting.serving();
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
        Rollout rollout = new Rollout();
        parent.restart(parent.directives(), rollout);
        return rollout.serving().whenComplete(this::tell);
    }

    /** A signal's sender hears nothing else. */
    private void tell(Void served, Throwable failed) {
        if (failed != null) {
            String line = "the rolling restart has failed, the old children serve on: ";
            logger.log(Level.ERROR, name.place() + ": " + line + failed.getMessage());
        }
    }

    /**
     * @return the port that is listened on
     */
    public int port() {
        return name.port();
    }

    /**
     * Stops gracefully: what is queued is accepted and served, clients that are kept alive may ask
     * once more, and the children end.
     *
     * @return completed when the last child has ended, or GracefulShutdownTimeout is over
     */
    public CompletableFuture<Void> drain() {
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

    /**
     * @return a line for each child: slot and generation, process, state, age, connections, workers
     */
    String status() {
        return children.table();
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
        }
        LOG.log(Level.INFO, name.place() + ": stopped");
    }
}

package org.servletmpm.process;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.Scoreboard;

/**
 * Serves one listening socket by children that are processes: what httpd's parent process is to its
 * children. It runs nothing of any application. Any thread.
 */
public final class Control implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Control.class.getName());

    /** Time for children to end by themselves before they are killed. */
    private static final long GRACE_SECONDS = 10;

    /** What is the control's alone. */
    private static final Set<String> OWN =
            Set.of(
                    Directive.LISTEN.directiveName(),
                    Directive.SCORE_BOARD_FILE.directiveName(),
                    Directive.PID_FILE.directiveName(),
                    Directive.STATUS_LISTEN.directiveName());

    private final RateLimitedLogger logger = new RateLimitedLogger(LOG, System::nanoTime);
    private final InheritableSocket socket;
    private final Scoreboard scoreboard;
    private final ProcessChildren children;
    private final ChildLinks links;
    private final Parent parent;
    private final ParentThread thread;
    private final int port;

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
        Path run = Files.createDirectories(settings.run());
        Path file =
                Path.of(directives.scoreBoardFile().orElse(run.resolve("scoreboard").toString()));
        Path configuration = run.resolve("children.conf");
        Files.writeString(configuration, written(directives));
        this.socket = InheritableSocket.open(directives, listen);
        this.port = ((InetSocketAddress) socket.address()).getPort();
        this.scoreboard =
                Scoreboard.map(
                        file,
                        directives.model(),
                        directives.serverLimit(),
                        directives.threadLimit(),
                        System.currentTimeMillis());
        scoreboard.server("", port, ProcessHandle.current().pid());
        this.thread = new ParentThread("mpm-" + port, logger);
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

    private static String written(Directives directives) {
        return directives.effective().entrySet().stream()
                .filter(directive -> !OWN.contains(directive.getKey()))
                .map(Control::line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(Map.Entry<String, String> directive) {
        return directive.getKey() + " " + directive.getValue();
    }

    /**
     * Starts StartServers children, the first alone.
     *
     * @return completed when the first of them serves; failed with its last lines when it does not
     * @throws IOException when no process can be started
     */
    public CompletableFuture<Void> start() throws IOException {
        links.start("mpm-" + port);
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
        return rollout.serving();
    }

    /**
     * @return the port that is listened on
     */
    public int port() {
        return port;
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
            links.close();
            socket.close();
            scoreboard.close();
        }
        LOG.log(Level.INFO, "port " + port + ": stopped");
    }
}

package org.servletmpm.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.servletmpm.child.ChildGroup;
import org.servletmpm.directive.Directives;
import org.servletmpm.inherit.ControlChannel;
import org.servletmpm.inherit.Message;
import org.servletmpm.inherit.Verb;
import org.servletmpm.life.Drainable;
import org.servletmpm.life.DutyThread;
import org.servletmpm.life.Progress;
import org.servletmpm.life.Shutdown;
import org.servletmpm.life.Supervisor;
import org.servletmpm.scoreboard.ChildScore;

/**
 * Stands for the parent in a JVM that is itself one child: the control decides, and this carries it
 * out. When the control wants the child to leave, or has ended, the JVM ends as soon as the child
 * has finished what it has.
 */
final class ControlledChild implements Supervisor, ControlChannel.Listener, Drainable {

    private static final System.Logger LOG = System.getLogger(ControlledChild.class.getName());

    private final Directives directives;
    private final ControlReports reports;
    private final ChildGroup group;
    private final Shutdown shutdown;
    private final WarmUp warmUp;

    /** Set at the start. */
    private ChildScore score;

    private Beat beat;

    /** The duty cycle's thread. */
    private boolean readyReported;

    /** Set when the child accepts what is queued before its end. */
    private volatile boolean servesQueued;

    /**
     * @param tls whether the connector speaks TLS
     */
    ControlledChild(
            Directives directives,
            ControlReports reports,
            ChildGroup group,
            DutyThread thread,
            boolean tls) {
        this.directives = directives;
        this.reports = reports;
        this.group = group;
        this.shutdown = new Shutdown(this, this::directives, thread::wake, () -> {});
        List<String> pages = directives.warmUp().paths();
        this.warmUp = new WarmUp(pages, tls, group, thread::wake, this::failed);
    }

    @Override
    public Directives directives() {
        return directives;
    }

    @Override
    public Shutdown shutdown() {
        return shutdown;
    }

    /** {@inheritDoc} It accepts when the control has heard that it is ready. */
    @Override
    public void start() throws IOException {
        score = reports.connect();
        beat = new Beat(score, group);
        group.accept(false);
        group.start(score, directives);
        reports.listen(this);
    }

    /** {@inheritDoc} Never here: all children have the same directives. */
    @Override
    public void checkRestart() {
        throw new IllegalStateException(
                "this is child " + reports.name() + ": only its control restarts children");
    }

    @Override
    public void restart(Directives next, Progress restart) {
        checkRestart();
    }

    /** {@inheritDoc} The control replaces the process. */
    @Override
    public void recycle(String reason, Progress recycling) {
        reports.renew(reason);
        recycling.ended();
    }

    @Override
    public long doWork(long now) {
        if (!readyReported && reports.isApplicationReady() && warmUp.isDone()) {
            readyReported = true;
            reports.ready();
        }
        return shutdown.look(now);
    }

    /** It never becomes ready. The warm-up's thread. */
    private void failed(String reason) {
        LOG.log(Level.ERROR, "child " + reports.name() + " cannot serve: " + reason);
        reports.failed(reason);
        System.exit(1);
    }

    @Override
    public void everySecond() {
        score.repeat();
        reports.beat(beat);
    }

    // ---- what the control says: its channel's thread

    @Override
    public void heard(Message message) {
        if (message.is(Verb.ACCEPT)) {
            group.accept(true);
        } else if (message.is(Verb.PAUSE)) {
            group.accept(false);
        } else if (message.is(Verb.ANNOUNCE)) {
            shutdown.announce();
        } else if (message.is(Verb.DRAIN)) {
            servesQueued = true;
            end();
        } else if (message.is(Verb.LEAVE)) {
            leave();
        } else if (message.is(Verb.FIRST)) {
            reports.first(Boolean.parseBoolean(message.text("is")));
        } else if (message.is(Verb.STACKS)) {
            reports.stacks();
        }
    }

    @Override
    public void over() {
        LOG.log(Level.WARNING, "child " + reports.name() + " leaves: its control cannot be heard");
        leave();
    }

    /** Takes nothing more, what is queued neither. */
    private void leave() {
        servesQueued = false;
        if (shutdown.isStopping()) {
            group.withdraw();
            reports.queueEmpty();
        } else {
            end();
        }
    }

    /** In a thread of its own: the JVM's end waits for what may wait for this one. */
    private void end() {
        shutdown.drain()
                .thenRun(
                        () ->
                                new Thread(() -> System.exit(0), "mpm-" + reports.name() + "-exit")
                                        .start());
    }

    // ---- the stop, any thread

    @Override
    public void announceStop() {
        group.announceStop();
    }

    @Override
    public void drain() {
        reports.leaving();
        if (servesQueued) {
            group.drain();
        } else {
            group.withdraw();
        }
    }

    @Override
    public CompletableFuture<Void> drained() {
        return group.drained();
    }
}

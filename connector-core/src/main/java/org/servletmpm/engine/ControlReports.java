package org.servletmpm.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.servletmpm.inherit.ClassArchive;
import org.servletmpm.inherit.ControlChannel;
import org.servletmpm.inherit.Inherited;
import org.servletmpm.inherit.Message;
import org.servletmpm.inherit.Verb;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Scoreboard;

/**
 * Tells the control what happens to the child that this JVM is. Any thread; what cannot be told is
 * lost, because the control has ended then.
 */
final class ControlReports {

    private final Inherited inherited;
    private final Scoreboard scoreboard;
    private final RateLimitedLogger logger;
    private final AtomicBoolean renewalAsked = new AtomicBoolean();

    /** Null until the start. */
    private volatile ControlChannel channel;

    ControlReports(Inherited inherited, Scoreboard scoreboard, RateLimitedLogger logger) {
        this.inherited = inherited;
        this.scoreboard = scoreboard;
        this.logger = logger;
    }

    /**
     * @return slot and generation, which name the child
     */
    String name() {
        return inherited.slot() + "." + inherited.generation();
    }

    /**
     * Reports that this child is there. The thread that starts it.
     *
     * @return its record in the scoreboard
     * @throws IOException when the control has ended, or does not want this child
     */
    ChildScore connect() throws IOException {
        channel = inherited.connect("mpm-" + name());
        return inherited.score(scoreboard, channel);
    }

    /** Begins to hear the control. */
    void listen(ControlChannel.Listener listener) {
        channel.start(listener);
    }

    /** Ends the channel. */
    void close() {
        ControlChannel open = channel;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                logger.log(Level.DEBUG, "closing the channel to the control: " + e, e);
            }
        }
    }

    /**
     * @return whether the application is ready, or says nothing of it
     */
    boolean isApplicationReady() {
        return inherited.isApplicationReady();
    }

    /** The child can serve. If it is to make an archive of its classes, it does so before. */
    void ready() {
        inherited.archive().ifPresent(this::makeArchive);
        send(Message.of(Verb.READY).with("management", inherited.managementPort()));
    }

    private void makeArchive(Path file) {
        long began = System.nanoTime();
        try {
            ClassArchive.ofThisJvm().orElseThrow().write(file);
            logger.log(
                    Level.INFO,
                    "%s: an archive of this JVM's classes, %d MB, made in %d ms"
                            .formatted(
                                    file,
                                    Math.round(Files.size(file) / 1e6),
                                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)));
        } catch (IOException | RuntimeException e) {
            logger.log(Level.INFO, file + ": no archive of this JVM's classes: " + e.getMessage());
        }
    }

    /** The child will never be able to serve. */
    void failed(String reason) {
        send(Message.of(Verb.FAILED).with("reason", reason));
    }

    /** The child accepts nothing more. */
    void leaving() {
        inherited.first(false);
        send(Message.of(Verb.LEAVING));
    }

    /** Nothing is queued any more, of what was to be accepted before the end. */
    void queueEmpty() {
        send(Message.of(Verb.QUEUE_EMPTY));
    }

    /** The control says whether this is the first of the children that serve. */
    void first(boolean is) {
        inherited.first(is);
    }

    /** Tells the stacks of all threads. */
    void stacks() {
        Iterator<String> parts = ThreadStacks.now().iterator();
        while (parts.hasNext()) {
            Message part = Message.of(Verb.STACKS).with("text", parts.next());
            send(part.with("more", parts.hasNext()));
        }
    }

    /**
     * Asks for another child in this one's place, once.
     *
     * @return false: it goes on until it is told to leave
     */
    boolean renew(String reason) {
        if (renewalAsked.compareAndSet(false, true)) {
            send(Message.of(Verb.RENEW).with("reason", reason));
        }
        return false;
    }

    /** Tells what the child has used. */
    void beat(Beat beat) {
        send(beat.message());
    }

    private void send(Message message) {
        ControlChannel open = channel;
        if (open == null) {
            return;
        }
        try {
            open.send(message);
        } catch (IOException e) {
            logger.log(Level.DEBUG, "the control does not hear " + message.verb() + ": " + e, e);
        }
    }
}

package org.servletmpm.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
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
        return inherited.score(scoreboard);
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
     * Reports that the child can serve, if its application is ready.
     *
     * @return whether it is
     */
    boolean ready() {
        boolean ready = inherited.isApplicationReady();
        if (ready) {
            send(Message.of(Verb.READY));
        }
        return ready;
    }

    /** The child accepts nothing more. */
    void leaving() {
        send(Message.of(Verb.LEAVING));
    }

    /** Nothing is queued any more, of what was to be accepted before the end. */
    void queueEmpty() {
        send(Message.of(Verb.QUEUE_EMPTY));
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

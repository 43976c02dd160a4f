package org.servletmpm.engine;

import java.lang.System.Logger.Level;
import java.util.List;
import org.servletmpm.child.ChildGroup;
import org.servletmpm.life.DutyThread;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.RequestText;
import org.servletmpm.worker.SlowRequest;

/**
 * Logs once of each slow request what it is and where its thread is, while it still runs
 * (SlowRequestTime), and interrupts the thread of one that has run too long
 * (RequestTerminateTimeout). It has a logger of its own, so that it can have a file of its own, and
 * writes at most as many lines a minute as {@link RateLimitedLogger} does. The parent's thread.
 */
final class SlowLog {

    /** Deeper stacks are cut: containers need about 40. */
    static final int FRAMES = 100;

    private final RateLimitedLogger logger =
            new RateLimitedLogger(System.getLogger(SlowLog.class.getName()), System::nanoTime);
    private final String connector;
    private final ChildGroup group;
    private final DutyThread parentThread;

    /**
     * @param connector what messages call it by
     */
    SlowLog(String connector, ChildGroup group, DutyThread parentThread) {
        this.connector = connector;
        this.group = group;
        this.parentThread = parentThread;
    }

    void look() {
        assert parentThread.isCurrent();
        long now = System.nanoTime();
        group.slowRequests(now).forEach(slow -> log("slow request on " + connector, slow));
        group.terminateRequests(now)
                .forEach(
                        overdue ->
                                log(
                                        "RequestTerminateTimeout, interrupted: request on "
                                                + connector,
                                        overdue));
    }

    private void log(String what, SlowRequest slow) {
        logger.log(Level.WARNING, entry(what, slow));
    }

    static String entry(String what, SlowRequest slow) {
        StringBuilder entry = new StringBuilder(what);
        entry.append(", ").append(slow.thread()).append(", ").append(slow.millis()).append(" ms");
        entry.append(" so far: ").append(described(slow.request()));
        List<StackTraceElement> stack = slow.stack();
        for (StackTraceElement frame : stack.subList(0, Math.min(FRAMES, stack.size()))) {
            entry.append("\n\tat ").append(frame);
        }
        if (stack.size() > FRAMES) {
            entry.append("\n\t... ").append(stack.size() - FRAMES).append(" more");
        }
        return entry.toString();
    }

    private static String described(RequestText request) {
        return request.request().isEmpty()
                ? "(not described: ExtendedStatus Off)"
                : printable(request.request()) + " from " + printable(request.client());
    }

    /** Keeps what a client has sent from looking like a line of its own. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\x80-\\x9f]", "?");
    }
}

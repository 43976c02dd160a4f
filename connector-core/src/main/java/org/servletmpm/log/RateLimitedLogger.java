package org.servletmpm.log;

import java.lang.System.Logger.Level;
import java.util.function.LongSupplier;

/**
 * Writes at most {@value #LINES} lines a minute, so that a busy hour does not fill a disk. It
 * counts what it leaves out, and says how much when the next minute has begun. Any thread.
 *
 * <p>It never throws: a line that cannot be written, because the memory is used up or a handler of
 * the application's fails, is left out, too. So {@link #failure} may be called in a catch block of
 * anything.
 */
public final class RateLimitedLogger {

    static final int LINES = 120;
    static final long MINUTE_NANOS = 60_000_000_000L;

    private final System.Logger logger;
    private final String subject;
    private final LongSupplier nanoClock;
    private boolean begun;
    private long minute;
    private int lines;
    private int leftOut;

    /** Makes one whose lines say themselves what they are about. */
    public RateLimitedLogger(System.Logger logger, LongSupplier nanoClock) {
        this(logger, "", nanoClock);
    }

    /**
     * @param subject what every line begins with but those about a thread, such as {@code "port
     *     8080: "}
     * @param nanoClock such as {@link System#nanoTime}
     */
    public RateLimitedLogger(System.Logger logger, String subject, LongSupplier nanoClock) {
        this.logger = logger;
        this.subject = subject;
        this.nanoClock = nanoClock;
    }

    public void log(Level level, String message) {
        log(level, message, null);
    }

    /**
     * @param cause may be null
     */
    public void log(Level level, String message, Throwable cause) {
        try {
            write(level, subject + message, cause);
        } catch (Throwable t) {
            leftOut();
        }
    }

    /**
     * Writes that something failed. Makes the line here, so that a catch block allocates nothing.
     *
     * @param where such as a thread's name; no literal where nothing may be allocated, as its first
     *     use does
     * @param what it was about; null for nothing in particular
     */
    public void failure(Level level, String where, Object what, Throwable cause) {
        try {
            String about = what == null ? "" : " (" + what + ")";
            write(level, where + about + ": " + cause, cause);
        } catch (Throwable t) {
            leftOut();
        }
    }

    private synchronized void leftOut() {
        leftOut++;
    }

    private void write(Level level, String message, Throwable cause) {
        if (!logger.isLoggable(level)) {
            return;
        }
        int missing;
        boolean room;
        synchronized (this) {
            missing = beginMinute();
            room = lines < LINES;
            if (room) {
                lines++;
            } else {
                leftOut++;
            }
        }
        if (missing > 0) {
            logger.log(
                    Level.WARNING,
                    subject
                            + missing
                            + " more lines were left out: "
                            + LINES
                            + " a minute are written");
        }
        if (room) {
            logger.log(level, message, cause);
        }
    }

    private int beginMinute() {
        long now = nanoClock.getAsLong();
        if (begun && now - minute < MINUTE_NANOS) {
            return 0;
        }
        begun = true;
        minute = now;
        lines = 0;
        int missing = leftOut;
        leftOut = 0;
        return missing;
    }
}

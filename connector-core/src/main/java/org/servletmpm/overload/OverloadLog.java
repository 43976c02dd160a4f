package org.servletmpm.overload;

import java.lang.System.Logger.Level;
import org.servletmpm.directive.Directives;

/**
 * Writes a line when requests begin to be refused, and one when that is over. Belongs to the
 * limit's own thread.
 */
final class OverloadLog {

    /** It is over when none has been refused for so long. */
    private static final long QUIET_NANOS = 5_000_000_000L;

    private final Directives directives;
    private final Outlet outlet;

    private boolean open;
    private long began;

    /** When something was refused last, or there was overload. */
    private long last;

    private long refusedBefore;
    private long goneBefore;
    private long refusedSeen;
    private long longest;

    OverloadLog(Directives directives, Outlet outlet) {
        this.directives = directives;
        this.outlet = outlet;
    }

    /**
     * @return whether the line for the end is still to be written
     */
    boolean isOpen() {
        return open;
    }

    /**
     * Looks whether it begins or ends.
     *
     * @param now on {@link System#nanoTime}
     * @param refused how many have been refused ever
     * @param gone likewise, dropped
     */
    void look(long now, QueueFigures figures, long refused, long gone) {
        boolean news = figures.overloaded() || refused > refusedSeen;
        if (news && !open) {
            open = true;
            began = now;
            refusedBefore = refusedSeen;
            goneBefore = gone;
            longest = 0;
            outlet.log(Level.WARNING, begins(figures));
            outlet.begins(figures);
        }
        refusedSeen = refused;
        if (news) {
            last = now;
        }
        longest = Math.max(longest, figures.length());
        if (open && now - last >= QUIET_NANOS) {
            open = false;
            outlet.log(Level.WARNING, ends(refused - refusedBefore, gone - goneBefore));
            outlet.ends(refused - refusedBefore, gone - goneBefore);
        }
    }

    private String begins(QueueFigures figures) {
        return figures.overloaded()
                ? "overload begins: "
                        + figures.length()
                        + " requests wait for a worker, the oldest for "
                        + figures.age()
                        + " ms; one that waits for "
                        + directives.overloadTargetMillis()
                        + " ms (OverloadTarget) is answered 503"
                : "overload begins: requests have waited for a worker for "
                        + directives.requestQueueTimeMillis()
                        + " ms (RequestQueueTime), and are answered 503; "
                        + figures.length()
                        + " wait now";
    }

    private String ends(long refused, long gone) {
        return "overload ends after "
                + Math.max((last - began) / 1_000_000_000L, 1)
                + " s: "
                + refused
                + " requests were answered 503, "
                + gone
                + " were not run as their clients had gone, up to "
                + longest
                + " waited at once";
    }
}

package org.servletmpm.process;

import org.servletmpm.directive.Directives;

/**
 * Lets children go that have nothing to do, down to MinSpareServers or MinSpareThreads, one each
 * time that there have been too many for IdleExit. One thread asks once a second; nothing here
 * knows a clock.
 */
final class IdleExit {

    private final int seconds;
    private final int least;
    private final int threadsPerChild;

    /** For so many looks there have been more. */
    private int looks;

    IdleExit(Directives directives) {
        this(
                directives.idleExitSeconds(),
                directives.model().threaded()
                        ? directives.minSpareThreads()
                        : directives.minSpareServers(),
                directives.threadsPerChild());
    }

    /**
     * @param seconds IdleExit; 0 for never
     * @param least so many workers stay idle
     */
    IdleExit(int seconds, int least, int threadsPerChild) {
        this.seconds = seconds;
        this.least = least;
        this.threadsPerChild = threadsPerChild;
    }

    /**
     * Looks once a second.
     *
     * @param idle workers of all children that serve
     * @param children that serve
     * @return whether one may go now
     */
    boolean look(int idle, int children) {
        boolean more = seconds > 0 && children > 1 && idle - threadsPerChild >= least;
        looks = more ? looks + 1 : 0;
        if (looks <= seconds || !more) {
            return false;
        }
        looks = 0;
        return true;
    }
}

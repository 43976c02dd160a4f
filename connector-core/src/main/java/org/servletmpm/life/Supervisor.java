package org.servletmpm.life;

import java.io.IOException;
import org.servletmpm.directive.Directives;

/**
 * Decides which children an engine has: their {@link Parent}, or what stands for it in a child that
 * is a process of its own.
 *
 * <p>It is a duty cycle: one thread calls {@link #doWork} and {@link #everySecond}. The other
 * methods are for any thread, and {@link #start} for the one that starts that thread.
 */
public interface Supervisor {

    /**
     * @return what is in effect
     */
    Directives directives();

    /**
     * @return how the engine stops
     */
    Shutdown shutdown();

    /**
     * Starts the first children.
     *
     * @throws IOException when none can be started
     */
    void start() throws IOException;

    /**
     * Says whether {@link #restart} has any use.
     *
     * @throws IllegalStateException with the reason, when it has none: a stop has been announced
     */
    void checkRestart();

    /**
     * Replaces all children by a new generation with other directives.
     *
     * @param restart told how far it has come, and failed if a stop comes first
     */
    void restart(Directives next, Progress restart);

    /**
     * Replaces those children by new ones that have run the application's code.
     *
     * @param reason for the log
     * @param recycling told how far it has come, and failed if a stop comes first
     */
    void recycle(String reason, Progress recycling);

    /**
     * Does what there is to do.
     *
     * @param now in nanoseconds, with any origin
     * @return how many nanoseconds it may take until the next call, if nothing comes; {@link
     *     Long#MAX_VALUE} for as long as one likes
     */
    long doWork(long now);

    /** Does what is to be done once a second. */
    void everySecond();
}

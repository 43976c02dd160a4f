package org.servletmpm.worker;

import org.servletmpm.connection.Task;
import org.servletmpm.waiting.Watch;

/**
 * Decides what becomes of the steps that a child's listener finds: {@link HandOff} or {@link
 * LeaderFollower}.
 */
public interface StepStrategy extends Leading {

    /** A fired interest yields a task. The thread that has the listener's duty. */
    void found(Task task);

    /** Gives away what was found. The listener's thread, after each turn of its duty. */
    void giveAway();

    /**
     * Asked by a thread that has armed an interest.
     *
     * @return whether that thread leads, and looks at the connection when its step is done
     */
    default boolean looksAfter(Watch watch) {
        return false;
    }

    /**
     * @return the thread that leads in the place of the listener's; null for none. Any thread.
     */
    default Thread leader() {
        return null;
    }
}

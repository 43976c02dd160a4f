package org.servletmpm.life;

/** Runs the parent's duty cycle, again and again until the end. Any thread. */
public interface DutyThread {

    /** Makes it go round once more, now. */
    void wake();

    /**
     * @return whether the calling thread is this one, or the one that is about to start it
     */
    boolean isCurrent();
}

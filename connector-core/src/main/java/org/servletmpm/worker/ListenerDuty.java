package org.servletmpm.worker;

import org.servletmpm.waiting.ListenerSelector;

/** The duty of a child's listener, seen from what lends it to a worker. */
public interface ListenerDuty {

    /**
     * One turn: waits, accepts, fires what is ready. The thread that has the duty; never throws.
     */
    void turn();

    /**
     * @return where the child's connections wait
     */
    ListenerSelector selector();

    /**
     * @return the listener's own thread
     */
    Thread thread();

    /**
     * @return whether the child goes on as it is: a child on its way out has its own listener
     */
    boolean mayBeLent();
}

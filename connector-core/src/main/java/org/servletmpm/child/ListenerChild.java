package org.servletmpm.child;

import org.servletmpm.worker.LiveThreads;

/** A child, seen from its listener. Any thread, except where a method says another. */
interface ListenerChild {

    LiveThreads liveThreads();

    /** The thread that accepts has come round. */
    void comesRound();

    /**
     * @return whether nothing is left for the listener to do
     */
    boolean isOver();

    /**
     * @return whether the engine stops
     */
    boolean isEnding();

    boolean isLeaving();

    /** Gives every connection to a sibling, if there is one. The listener's thread. */
    void handOver();
}

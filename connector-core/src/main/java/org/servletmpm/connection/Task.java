package org.servletmpm.connection;

import org.servletmpm.connection.Interest.Urgency;

/** A step of a connection: the work that a fired interest yields, for the thread that has time. */
public interface Task extends Runnable {

    /**
     * @return who has to run it: a worker for the connection's next step, the continuations for
     *     what lets a blocked thread go on
     */
    default Urgency urgency() {
        return Urgency.NEXT_STEP;
    }

    /** Says what a step is of, for a thread that has to decide whether it may wait. */
    enum Purpose {
        /** The connection's first steps: none of a request's bytes can have come. */
        OPENING,
        /** The application may be given a request, which has not begun. */
        REQUEST,
        /** Anything else, such as more of a request that has begun. */
        OTHER
    }

    /**
     * @return what it is of, asked before it is run
     */
    default Purpose purpose() {
        return Purpose.OTHER;
    }

    /**
     * @return the connection whose step this is
     */
    Connection connection();
}

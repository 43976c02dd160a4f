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

    /**
     * @return the connection whose step this is
     */
    Connection connection();
}

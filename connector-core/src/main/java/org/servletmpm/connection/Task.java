package org.servletmpm.connection;

import org.servletmpm.connection.Interest.Urgency;

/** Work that a fired interest yields: the listener has none of its own, somebody else runs it. */
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

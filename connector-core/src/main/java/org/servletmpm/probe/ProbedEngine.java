package org.servletmpm.probe;

import java.util.Optional;
import org.servletmpm.status.StatusAnswer;

/** Tells the status listener what it has to know of its engine. */
public interface ProbedEngine {

    /**
     * @return what it listens on, as the status knows it
     */
    String address();

    /**
     * @return 0 where that is no internet socket
     */
    int port();

    /**
     * @return whether it wants connections, for {@code /ready}
     */
    Readiness readiness();

    /**
     * @return whether it can still take any, for {@code /live}
     */
    boolean isAlive();

    /**
     * @param path of a request
     * @param host that the request names, without a port
     * @return what else there is at that path; empty for nothing
     */
    default Optional<StatusAnswer> page(String path, String host) {
        return Optional.empty();
    }
}

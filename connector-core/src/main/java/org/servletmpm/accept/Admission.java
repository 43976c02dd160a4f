package org.servletmpm.accept;

import java.util.OptionalDouble;

/**
 * Says how many connections a child of event takes, by httpd's rule (AsyncRequestWorkerFactor): a
 * pure function of its counts. A child takes none while no worker is idle, and otherwise as many as
 * ThreadsPerChild and the factor times its idle workers. Once it has stopped one idle worker counts
 * less, so that it does not stop and go with every connection.
 */
public final class Admission {

    /** httpd keeps the factor in such parts of one: smaller ones are not told apart. */
    private static final int PARTS = 16;

    private final int threadsPerChild;

    /** Sixteenths of a connection for each idle worker; negative when nothing is limited. */
    private final long factor;

    /**
     * @param factor above 0; empty for no limit
     */
    public Admission(int threadsPerChild, OptionalDouble factor) {
        this.threadsPerChild = threadsPerChild;
        this.factor = factor.isPresent() ? parts(factor.getAsDouble()) : -1;
    }

    private static long parts(double factor) {
        return (long) Math.max(1, Math.min(factor * PARTS, Integer.MAX_VALUE));
    }

    /**
     * @param connections all that the child has
     * @param lingering those of them that only wait for the client to close: they do not count
     * @param idle its idle workers
     * @param stopped whether it has stopped accepting
     * @return whether it may take one more
     */
    public boolean accepts(int connections, int lingering, int idle, boolean stopped) {
        if (factor < 0) {
            return true;
        }
        long beyond = (idle - (stopped ? 1 : 0)) * factor / PARTS;
        return idle > 0 && connections - lingering < threadsPerChild + beyond;
    }
}

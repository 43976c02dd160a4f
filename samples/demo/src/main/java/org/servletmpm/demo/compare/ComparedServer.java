package org.servletmpm.demo.compare;

/** A server that has {@value #WORKERS} workers and all pages of the demo. */
public interface ComparedServer extends AutoCloseable {
    int WORKERS = 8;

    /** The loopback's, where it listens. */
    int port();

    /** mod_status's letter for each worker; empty where there is no scoreboard. */
    String scoreboard();

    /** Stops it; clients that are there are cut after a second. */
    @Override
    void close();

    /** Starts servers to compare. */
    @FunctionalInterface
    interface Source {
        ComparedServer start(ComparedModel model) throws Exception;
    }
}

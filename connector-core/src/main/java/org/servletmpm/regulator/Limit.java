package org.servletmpm.regulator;

/** Names what keeps the server from growing. */
public enum Limit {
    /** MaxRequestWorkers, and no worker is idle. */
    REACHED,
    /** MaxRequestWorkers, and some workers still are. */
    NEAR,
    /** ServerLimit: leaving children still hold their slots. */
    SLOTS
}

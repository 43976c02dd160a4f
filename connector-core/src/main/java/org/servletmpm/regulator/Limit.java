package org.servletmpm.regulator;

/** What keeps the server from growing. */
public enum Limit {
    /** MaxRequestWorkers, and no worker is idle. */
    REACHED,
    /** MaxRequestWorkers, and some workers still are. */
    NEAR,
    /** ServerLimit: slots that children who leave still hold. */
    SLOTS
}

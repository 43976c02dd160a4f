package org.servletmpm.life;

/** Decides how many children there are while no replacement does. The parent's thread. */
interface Maintenance {

    /** Starts those that are missing and lets those leave that are too many. */
    void regulate();
}

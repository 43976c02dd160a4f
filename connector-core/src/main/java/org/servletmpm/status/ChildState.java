package org.servletmpm.status;

import org.servletmpm.scoreboard.ChildSnapshot;

/** Says whether a child takes connections. */
enum ChildState {
    ACCEPTING,
    /** As many as it may have. */
    FULL,
    LEAVING;

    static ChildState of(ChildSnapshot child) {
        return child.stopping() ? LEAVING : child.accepting() ? ACCEPTING : FULL;
    }
}

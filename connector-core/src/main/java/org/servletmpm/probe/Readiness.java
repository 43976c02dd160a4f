package org.servletmpm.probe;

import java.util.Locale;

/** Whether new connections are wanted, for a balancer that asks. */
public enum Readiness {
    /** Connections are accepted. */
    READY,
    /** Not every child that begins is there yet. */
    STARTING,
    /** Accepting rests: connections wait in the kernel. */
    PAUSED,
    /** Nobody accepts, though somebody should. */
    STALLED,
    /** A graceful stop is under way, or a stop. */
    DRAINING;

    /** One line: {@code ready}, or {@code not ready} and why. */
    String line() {
        return this == READY ? "ready" : "not ready: " + name().toLowerCase(Locale.ROOT);
    }
}

package org.servletmpm.probe;

import java.util.Locale;

/** Says whether the engine wants new connections, for a balancer that asks. */
public enum Readiness {
    /** Connections are accepted. */
    READY,
    /** Not all of StartServers have been started yet. */
    STARTING,
    /** Accepting is paused: connections wait in the kernel. */
    PAUSED,
    /** No child accepts, though one should. */
    STALLED,
    /** A stop has been announced, or has begun. */
    DRAINING;

    /** One line: {@code ready}, or {@code not ready} and why. */
    String line() {
        return this == READY ? "ready" : "not ready: " + name().toLowerCase(Locale.ROOT);
    }
}

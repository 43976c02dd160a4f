package org.servletmpm.probe;

import java.util.Locale;

/** Says whether the engine wants new connections, for a balancer that asks. */
public enum Readiness {
    /** Connections are accepted. */
    READY,
    /** Connections are accepted, but children die one after the other. */
    SICK,
    /** Not all of StartServers have been started yet. */
    STARTING,
    /** Accepting is paused: connections wait in the kernel. */
    PAUSED,
    /** No child accepts, though one should. */
    STALLED,
    /** A stop has been announced, or has begun. */
    DRAINING;

    /** Says whether a balancer should send clients here. */
    boolean wantsClients() {
        return this == READY || this == SICK;
    }

    /** One line: {@code ready}, or {@code not ready} and why. */
    String line() {
        return switch (this) {
            case READY -> "ready";
            case SICK -> "ready, but sick: children die one after the other";
            case STARTING, PAUSED, STALLED, DRAINING ->
                    "not ready: " + name().toLowerCase(Locale.ROOT);
        };
    }
}

package org.servletmpm.engine;

import org.servletmpm.child.ChildGroup;
import org.servletmpm.child.Heartbeat;
import org.servletmpm.life.Shutdown;
import org.servletmpm.probe.ProbedEngine;
import org.servletmpm.probe.Readiness;
import org.servletmpm.status.EngineName;

/**
 * Says whether an engine wants connections, and whether it can still take any. Any thread, but for
 * {@link #isAlive}.
 */
final class EngineHealth implements ProbedEngine {

    /** So many looks in a row find no child that accepts before the engine is not ready. */
    private static final int STALLED_LOOKS = 2;

    /** So many find none, or no parent, before only another process can help. */
    private static final int LIFELESS_LOOKS = 30;

    private final EngineName name;
    private final Shutdown shutdown;
    private final ChildGroup group;

    /** Of the parent's thread. */
    private final Heartbeat heartbeat = new Heartbeat();

    private volatile boolean started;
    private volatile boolean paused;

    EngineHealth(EngineName name, Shutdown shutdown, ChildGroup group) {
        this.name = name;
        this.shutdown = shutdown;
        this.group = group;
    }

    /** Says that the first children are there. */
    void started() {
        started = true;
    }

    /** The parent's thread comes round, once a second. */
    void parentComesRound() {
        heartbeat.beat();
    }

    void paused(boolean now) {
        paused = now;
    }

    boolean isPaused() {
        return paused;
    }

    @Override
    public String address() {
        return name.address();
    }

    @Override
    public int port() {
        return name.port();
    }

    @Override
    public Readiness readiness() {
        if (shutdown.isAnnounced()) {
            return Readiness.DRAINING;
        }
        if (paused) {
            return Readiness.PAUSED;
        }
        if (!started) {
            return Readiness.STARTING;
        }
        return group.stalledFor() < STALLED_LOOKS ? Readiness.READY : Readiness.STALLED;
    }

    /** {@inheritDoc} The status listener's thread, once a second: a look is counted as a second. */
    @Override
    public boolean isAlive() {
        boolean parentLives = heartbeat.look() < LIFELESS_LOOKS;
        return !started
                || shutdown.isStopping()
                || parentLives && group.stalledFor() < LIFELESS_LOOKS;
    }
}

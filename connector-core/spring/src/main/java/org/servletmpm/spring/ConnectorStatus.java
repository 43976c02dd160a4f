package org.servletmpm.spring;

import java.util.Map;
import org.servletmpm.engine.EngineMXBean;

/** Holds the figures of one connector for the actuator: those of the server status, by subject. */
record ConnectorStatus(
        String model,
        String address,
        int port,
        String server,
        int generation,
        boolean paused,
        boolean draining,
        Workers workers,
        Children children,
        Connections connections,
        Totals totals,
        String scoreboard,
        Map<String, String> directives) {

    record Workers(int busy, int idle, int graceful) {}

    record Children(int running, int stopping) {}

    record Connections(
            int total, int waitIo, int writing, int keepAlive, int closing, int pinned) {}

    /** Counts since the start: bytes as sent, the duration of all requests in milliseconds. */
    record Totals(
            long accesses,
            long bytes,
            long durationMillis,
            long givenWay,
            Map<String, Long> refused) {}

    static ConnectorStatus of(EngineMXBean engine) {
        return new ConnectorStatus(
                engine.getModel(),
                engine.getAddress(),
                engine.getPort(),
                engine.getServerInfo(),
                engine.getGeneration(),
                engine.isPaused(),
                engine.isDraining(),
                new Workers(
                        engine.getBusyWorkers(),
                        engine.getIdleWorkers(),
                        engine.getGracefulWorkers()),
                new Children(engine.getProcesses(), engine.getStopping()),
                new Connections(
                        engine.getConnsTotal(),
                        engine.getConnsAsyncWaitIO(),
                        engine.getConnsAsyncWriting(),
                        engine.getConnsAsyncKeepAlive(),
                        engine.getConnsAsyncClosing(),
                        engine.getConnsPinned()),
                new Totals(
                        engine.getTotalAccesses(),
                        engine.getTotalBytes(),
                        engine.getTotalDurationMillis(),
                        engine.getConnsEvicted(),
                        engine.getRefused()),
                engine.getScoreboardLetters(),
                engine.getDirectives());
    }
}

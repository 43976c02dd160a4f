package org.servletmpm.it.bench;

import java.io.IOException;

/**
 * Requests that compute for so long, alone on this machine. How much that is, is measured once:
 * both servers then compute the same, however long that takes them under load.
 */
final class ComputeLoad implements Load {

    private static final long SAMPLE_ROUNDS = 1_000_000;

    private final int connections;
    private final double seconds;

    /** 0 is not known yet. */
    private long rounds;

    ComputeLoad(int connections, double seconds) {
        this.connections = connections;
        this.seconds = seconds;
    }

    @Override
    public Run run(int port, int runSeconds) throws IOException, InterruptedException {
        if (rounds == 0) {
            rounds = measure(port);
        }
        return get(connections, rounds).run(port, runSeconds);
    }

    private long measure(int port) throws IOException, InterruptedException {
        // The first run compiles the loop.
        get(1, SAMPLE_ROUNDS).run(port, 1);
        double sample = secondsOfOne(port, SAMPLE_ROUNDS);
        double nothing = secondsOfOne(port, 0);
        return Math.max(1, Math.round(SAMPLE_ROUNDS * seconds / (sample - nothing)));
    }

    private static double secondsOfOne(int port, long rounds)
            throws IOException, InterruptedException {
        return 1 / get(1, rounds).run(port, 1).answered().requestsPerSecond();
    }

    private static Wrk get(int connections, long rounds) {
        return Wrk.get(connections, "/spin?rounds=" + rounds);
    }
}

package org.servletmpm.it.bench;

import java.io.IOException;

/**
 * Requests that compute for so long, alone on this machine. How much that is, is measured once:
 * both servers then compute the same, however long that takes them under load.
 */
final class Spin implements Load {

    private static final long SAMPLE_ROUNDS = 1_000_000;

    private final int connections;
    private final double seconds;

    /** 0 is not known yet. */
    private long rounds;

    Spin(int connections, double seconds) {
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
        double sample = 1 / get(1, SAMPLE_ROUNDS).run(port, 1).requestsPerSecond();
        double nothing = 1 / get(1, 0).run(port, 1).requestsPerSecond();
        return Math.max(1, Math.round(SAMPLE_ROUNDS * seconds / (sample - nothing)));
    }

    private static Wrk get(int connections, long rounds) {
        return Wrk.get(connections, "/spin?rounds=" + rounds);
    }
}

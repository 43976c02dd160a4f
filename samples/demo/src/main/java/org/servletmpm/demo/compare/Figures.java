package org.servletmpm.demo.compare;

/**
 * What one model came to under one load.
 *
 * @param seconds since the load began
 * @param served clients of the crowd that were answered at least once, of {@link #clients}
 * @param answers that the normal client got
 * @param givenUp requests that it gave up after two seconds
 * @param medianMillis of its answers; 0 without one
 * @param scoreboard mod_status's letter for each worker at the end; empty for stock
 */
public record Figures(
        ComparedModel model,
        Load load,
        long seconds,
        int served,
        int answers,
        int givenUp,
        long medianMillis,
        String scoreboard) {

    static Figures none(ComparedModel model, Load load) {
        return new Figures(model, load, 0, 0, 0, 0, 0, "");
    }

    static Figures of(
            ComparedModel model, Load load, long seconds, ComparedServer server, Crowd crowd) {
        NormalClient normal = crowd.normal();
        return new Figures(
                model,
                load,
                seconds,
                crowd.served(),
                normal.answers(),
                normal.givenUp(),
                normal.median(),
                server.scoreboard());
    }

    /** How many clients the crowd has. */
    public static int clients() {
        return Crowd.CLIENTS;
    }
}

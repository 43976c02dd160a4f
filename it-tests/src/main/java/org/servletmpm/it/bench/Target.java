package org.servletmpm.it.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The goal of a comparison, as ratios to the stock connector.
 *
 * @param rate requests per second, the least
 * @param p99 the most
 * @param cpu the server's processor time for each request, the most
 */
record Target(double rate, double p99, double cpu) {

    /** Null where none is set. */
    static Target of(Part part, String model, Case what) {
        boolean event = model.equals("event");
        return switch (what) {
            case HELLO_8, HELLO_64 -> {
                if (part == Part.VIRTUAL) {
                    yield new Target(1.2, 1.05, 0.8);
                }
                if (event) {
                    yield new Target(1.2, 1.0, 0.6);
                }
                yield what == Case.HELLO_8
                        ? new Target(1.2, 1.2, 0.8)
                        : new Target(1.05, 1.2, 0.95);
            }
            case COLD_64, COLD_8 -> new Target(1.0, 1.2, 1.0);
            case SLEEP, SPIN -> new Target(0.99, 1.05, 1.0);
            case CHURN -> new Target(1.15, 1.05, 0.9);
            case PIPELINING -> new Target(1.0, 1.1, 0.9);
            case SLOW_READERS -> new Target(1.1, 1.2, 0.8);
            case TLS_8, TLS_64 -> new Target(1.1, 1.05, 0.85);
            case HTTP2_8X8, HTTP2_1X32, HTTP2_TLS_8X8, HTTP2_TLS_1X32 ->
                    new Target(1.05, 1.05, 0.9);
            case HELLO_1, MIXED_50, MIXED_5, IDLE -> null;
        };
    }

    /** The names of the figures that do not reach it, of the median over JVMs. */
    List<String> missedBy(Comparison comparison) {
        List<String> missed = new ArrayList<>();
        if (comparison.rate().ratio().median() < rate) {
            missed.add("req/s");
        }
        if (comparison.p99().ratio().median() > p99) {
            missed.add("p99");
        }
        if (comparison.cpu().ratio().median() > cpu) {
            missed.add("CPU");
        }
        return missed;
    }

    /** As the tables have it: requests per second, p99, processor time. */
    String show() {
        return rate + ", " + p99 + ", " + cpu;
    }
}

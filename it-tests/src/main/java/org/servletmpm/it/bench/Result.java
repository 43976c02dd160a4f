package org.servletmpm.it.bench;

import java.util.Optional;

/**
 * The outcome of a probe.
 *
 * @param target null where none is set
 * @param note why there is no comparison, or what is to be known of it; may be empty
 */
record Result(
        Part part,
        String container,
        String model,
        Case what,
        Target target,
        Optional<Comparison> comparison,
        String note) {

    static Result of(Setup setup, Probe probe, Comparison comparison) {
        String note = String.join("; ", comparison.errors());
        return of(setup, probe, Optional.of(comparison), note);
    }

    static Result none(Setup setup, Probe probe, String why) {
        return of(setup, probe, Optional.empty(), why);
    }

    private static Result of(
            Setup setup, Probe probe, Optional<Comparison> comparison, String note) {
        return new Result(
                probe.part(),
                setup.container(),
                setup.model(),
                probe.what(),
                probe.target(),
                comparison,
                note);
    }

    /** Empty where nothing is to be reached. */
    String verdict() {
        if (target == null) {
            return "";
        }
        return comparison
                .map(found -> target.reachedBy(found) ? "reached" : "missed")
                .orElse("not measured");
    }

    /** As the options name it. */
    String label() {
        return part.id() + " " + container + " " + model + " " + what.id();
    }

    /** All of it in short. */
    String line() {
        return label()
                + ": "
                + comparison
                        .map(c -> "req/s " + c.rate().show(2) + ", p99 " + c.p99().show(2) + " ")
                        .orElse("")
                + verdict();
    }
}

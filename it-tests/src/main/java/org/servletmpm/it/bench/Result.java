package org.servletmpm.it.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * One for each label, over the JVMs that have a comparison.
     *
     * @param each of one JVM
     */
    static List<Result> overJvms(List<Result> each) {
        Map<String, List<Result>> byLabel = new LinkedHashMap<>();
        each.forEach(
                result ->
                        byLabel.computeIfAbsent(result.label(), label -> new ArrayList<>())
                                .add(result));
        return byLabel.values().stream().map(Result::merged).toList();
    }

    private static Result merged(List<Result> same) {
        List<Comparison> found =
                same.stream().flatMap(result -> result.comparison().stream()).toList();
        List<String> notes =
                same.stream().map(Result::note).filter(n -> !n.isEmpty()).distinct().toList();
        Result one = same.get(0);
        return new Result(
                one.part,
                one.container,
                one.model,
                one.what,
                one.target,
                found.isEmpty() ? Optional.empty() : Optional.of(Comparison.ofJvms(found)),
                String.join("; ", notes));
    }

    /** Empty where nothing is to be reached. */
    String verdict() {
        if (target == null) {
            return "";
        }
        return comparison.map(target::missedBy).map(Result::verdict).orElse("not measured");
    }

    private static String verdict(List<String> missed) {
        return missed.isEmpty() ? "reached" : "missed (" + String.join(", ", missed) + ")";
    }

    /** As the options name it. */
    String label() {
        return part.id() + " " + container + " " + model + " " + what.id();
    }

    /** All of it in short. */
    String line() {
        return label() + ": " + comparison.map(Result::figures).orElse("") + verdict();
    }

    private static String figures(Comparison found) {
        return "req/s %s, p99 %s, CPU %s "
                .formatted(
                        found.rate().ratio().show(2),
                        found.p99().ratio().show(2),
                        found.cpu().ratio().show(2));
    }
}

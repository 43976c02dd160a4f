package org.servletmpm.it.soak;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Prints a soak's table and what was wrong. */
final class Printout {

    private final PrintStream out;

    Printout(PrintStream out) {
        this.out = out;
    }

    void print(
            Setting setting,
            int seconds,
            Results results,
            List<SoakRun.Outcome> outcomes,
            boolean withDump) {
        out.printf("%n%s, %d s and the warm-up%n", setting, seconds);
        out.println("  did: " + results.actions());
        out.println("  vanished: " + results.ends());
        out.println("  seen: " + results.endings());
        table(setting, results, outcomes);
        for (SoakRun.Outcome outcome : outcomes) {
            print(outcome, withDump);
        }
        if (!results.isComplete()) {
            out.println("  THE RECORD OF REQUESTS DOES NOT ADD UP");
        }
        if (results.faults() > 0) {
            out.printf("  %d FAULTS%n", results.faults());
            results.shown().forEach(fault -> out.println("    " + fault));
        }
    }

    /** All figures: of requests one, of each server three. */
    private void table(Setting setting, Results results, List<SoakRun.Outcome> outcomes) {
        out.printf("%n| %-52s |", setting);
        for (SoakRun.Outcome outcome : outcomes) {
            String name = outcome.target().tls() ? "TLS" : "plain";
            out.printf(" %14s | %8s | %8s |   |", name + ": start", "peak", "end");
        }
        out.printf("%n|---|%s%n", "---:|---:|---:|---|".repeat(outcomes.size()));
        results.record().forEach((name, number) -> out.printf("| %-52s | %14d |%n", name, number));
        Set<String> names = new TreeSet<>();
        for (SoakRun.Outcome outcome : outcomes) {
            names.addAll(outcome.peak().max(outcome.start()).names(outcome.end()));
        }
        for (String name : names) {
            out.printf("| %-52s |", name);
            for (SoakRun.Outcome outcome : outcomes) {
                out.printf(
                        " %14d | %8s | %8d | %s |",
                        outcome.start().get(name),
                        name.equals(Figures.HEAP) ? "" : outcome.peak().get(name),
                        outcome.end().get(name),
                        outcome.end().returned(name, outcome.start()) ? " " : "!");
            }
            out.println();
        }
        out.println();
    }

    private void print(SoakRun.Outcome outcome, boolean withDump) {
        out.printf(
                "  %s %s after %.1f s%n",
                outcome.target(),
                outcome.end().returned(outcome.start()) ? "returned" : "NOT RETURNED",
                outcome.returnedAfterSeconds());
        if (!outcome.complaints().isEmpty()) {
            out.printf("  %d UNEXPECTED LINES IN THE LOG%n", outcome.complaints().size());
            outcome.complaints().stream().limit(20).forEach(line -> out.println("    " + line));
        }
        if (withDump) {
            out.print(outcome.dump());
        }
    }
}

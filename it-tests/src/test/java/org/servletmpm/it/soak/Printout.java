package org.servletmpm.it.soak;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** What a soak was like, for people. */
final class Printout {

    private final PrintStream out;

    Printout(PrintStream out) {
        this.out = out;
    }

    void print(
            Setting setting,
            int seconds,
            Tally tally,
            List<Soaking.Outcome> outcomes,
            boolean withDump) {
        out.printf(
                "%n%s, %d s and the warm-up: %d right answers%n",
                setting, seconds, tally.answers());
        out.println("  did: " + tally.acts());
        out.println("  left: " + tally.departures());
        out.println("  seen: " + tally.endings());
        for (Soaking.Outcome outcome : outcomes) {
            print(outcome, withDump);
        }
        if (tally.faults() > 0) {
            out.printf("  %d FAULTS%n", tally.faults());
            tally.shown().forEach(fault -> out.println("    " + fault));
        }
    }

    private void print(Soaking.Outcome outcome, boolean withDump) {
        out.printf(
                "%n| %-34s | %8s | %8s | %8s |   |%n|---|---:|---:|---:|---|%n",
                outcome.target(), "start", "peak", "end");
        Figures start = outcome.start();
        Figures peak = outcome.peak();
        Figures end = outcome.end();
        for (Map.Entry<String, Long> each : peak.max(start).max(end).values().entrySet()) {
            String name = each.getKey();
            out.printf(
                    "| %-34s | %8d | %8s | %8d | %s |%n",
                    name,
                    start.get(name),
                    name.equals(Figures.HEAP) ? "" : each.getValue(),
                    end.get(name),
                    end.returned(name, start) ? " " : "!");
        }
        out.printf(
                "  %s after %.1f s%n",
                end.returned(start) ? "returned" : "NOT RETURNED", outcome.returnedAfterSeconds());
        if (!outcome.complaints().isEmpty()) {
            out.printf("  %d UNEXPECTED LINES IN THE LOG%n", outcome.complaints().size());
            outcome.complaints().stream().limit(20).forEach(line -> out.println("    " + line));
        }
        if (withDump) {
            out.print(outcome.dump());
        }
    }
}

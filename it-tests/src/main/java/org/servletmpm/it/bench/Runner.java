package org.servletmpm.it.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Runs sessions one after the other; what fails is noted, and the rest goes on. */
final class Runner {

    private static final Wrk COUNTED = Wrk.get(Case.HELLO_64.connections(), "/hello");

    private final Selection selection;
    private final Launch launch;

    /** Of a JDK that has virtual threads, where there is one. */
    private final Optional<Launch> newer;

    private final boolean syscalls;

    /** Of one JVM each. */
    private final List<Result> results = new ArrayList<>();

    private final List<Cost> costs = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();

    Runner(Selection selection, Launch launch, Optional<Launch> newer, boolean syscalls) {
        this.selection = selection;
        this.launch = launch;
        this.newer = newer;
        this.syscalls = syscalls;
    }

    void run(Session session) throws InterruptedException {
        Optional<Launch> chosen = session.virtual() ? newer : Optional.of(launch);
        if (chosen.isEmpty()) {
            fail(session, "no JDK 21 or newer (--virtual-jdk)");
            return;
        }
        List<Session.Step> steps = session.steps(selection);
        try (Pair pair = Pair.start(chosen.get(), session.setup(), steps)) {
            for (int i = 0; i < session.cold().size(); i++) {
                add(runCold(session, i, pair));
            }
            for (Probe probe : session.probes()) {
                add(run(session, probe, pair));
            }
            if (session.cost()) {
                count(session.setup(), pair);
            }
        } catch (IOException | IllegalStateException e) {
            fail(session, oneLine(e));
        }
    }

    private static Result runCold(Session session, int i, Pair pair) {
        Probe probe = session.cold().get(i);
        try {
            // The first step is not measured.
            return Result.of(session.setup(), probe, pair.first(i + 1));
        } catch (IOException e) {
            return Result.none(session.setup(), probe, oneLine(e));
        }
    }

    private Result run(Session session, Probe probe, Pair pair) throws InterruptedException {
        try {
            if (session.isNewTo(probe)) {
                pair.warmUp(probe.load(), 1);
            }
            Comparison comparison = pair.compare(probe, selection.pairs(), selection.seconds());
            return Result.of(session.setup(), probe, comparison);
        } catch (IOException e) {
            return Result.none(session.setup(), probe, oneLine(e));
        }
    }

    private void count(Setup setup, Pair pair) throws InterruptedException {
        try {
            // What the probe before has left behind is done with.
            pair.warmUp(COUNTED, 1);
            double[] bytes = pair.allocated(COUNTED, selection.seconds());
            List<Map<String, Double>> calls =
                    syscalls
                            ? pair.syscalls(COUNTED, selection.seconds())
                            : List.of(Map.of(), Map.of());
            Cost cost =
                    new Cost(
                            setup.container(),
                            setup.model(),
                            bytes[0],
                            bytes[1],
                            calls.get(0),
                            calls.get(1));
            costs.add(cost);
            say(
                    "alloc %s %s: %.0f bytes, stock %.0f; system calls %.2f, stock %.2f",
                    cost.container(),
                    cost.model(),
                    cost.bytes(),
                    cost.stockBytes(),
                    cost.syscalls().getOrDefault("all", Double.NaN),
                    cost.stockSyscalls().getOrDefault("all", Double.NaN));
        } catch (IOException e) {
            note("alloc " + setup.container() + " " + setup.model() + ": " + oneLine(e));
        }
    }

    private void fail(Session session, String why) {
        Stream.concat(session.cold().stream(), session.probes().stream())
                .forEach(probe -> add(Result.none(session.setup(), probe, why)));
        if (session.cost()) {
            note(
                    "alloc "
                            + session.setup().container()
                            + " "
                            + session.setup().model()
                            + ": "
                            + why);
        }
    }

    private void add(Result result) {
        results.add(result);
        say("%s", result.line());
        if (!result.note().isEmpty()) {
            notes.add(result.label() + ": " + result.note());
        }
    }

    void note(String note) {
        notes.add(note);
        say("%s", note);
    }

    /** Who waits for the end sees what there is so far. */
    private static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\n\\s*", " / ");
    }

    List<Result> results() {
        return Result.overJvms(results);
    }

    List<Cost> costs() {
        return List.copyOf(costs);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }
}

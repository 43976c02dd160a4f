package org.servletmpm.it.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The probes of one pair of fresh servers, one after the other.
 *
 * @param cold what is measured while the servers warm up, without pairs
 * @param warming what they warm up with
 * @param cost whether to count, too, what a request takes
 */
record Session(Setup setup, List<Probe> cold, List<Probe> probes, Load warming, boolean cost) {

    /** Seconds before a fresh server is measured cold, and of each such run. */
    private static final int COLD = 2;

    /** A load from the start of a server on, before anything is measured in pairs. */
    record Step(Load load, int seconds) {}

    /**
     * The first load of each server: steps one after the other. With cold probes the first is not
     * measured, and the next are theirs.
     */
    List<Step> steps(Selection selection) {
        int left = selection.warmUpSeconds(setup);
        List<Step> steps = new ArrayList<>();
        if (!cold.isEmpty()) {
            steps.add(new Step(warming, COLD));
            cold.forEach(probe -> steps.add(new Step(probe.load(), COLD)));
            left -= COLD * steps.size();
        }
        if (left > 0) {
            steps.add(new Step(warming, left));
        }
        return steps;
    }

    /** Whether it runs code that the servers have not been warmed up with. */
    boolean isNewTo(Probe probe) {
        return probe.part() == Part.PRICE
                && !setup.takesMuchCode()
                && !probe.load().equals(warming);
    }

    /** About how long it takes; what starts and ends included. */
    long seconds(Selection selection) {
        long first = 3 + 2L * steps(selection).stream().mapToInt(Step::seconds).sum();
        long runs = 2L * selection.pairs() * selection.seconds() * probes.size();
        long used = 2 * probes.stream().filter(this::isNewTo).count();
        return first + runs + used + (cost ? 3 + 4L * selection.seconds() : 0);
    }

    boolean virtual() {
        return probes.stream().anyMatch(probe -> probe.part() == Part.VIRTUAL);
    }
}

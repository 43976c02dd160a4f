package org.servletmpm.it.bench;

import java.util.List;

/**
 * The probes of one pair of servers, one after the other.
 *
 * @param cost whether to count, too, what a request takes
 */
record Session(Setup setup, List<Probe> probes, boolean cost) {

    private static final int WARMING = 16;

    /** About how long it takes; what starts and ends included. */
    long seconds(Selection selection) {
        long start = 4 + 2L * selection.warmUpSeconds();
        long measured = probes.stream().map(Probe::under).distinct().count();
        long runs = measured * 2 * selection.pairs() * selection.seconds();
        long warming = 2 * probes.stream().filter(probe -> probe.part() == Part.PRICE).count();
        return start + runs + warming + (cost ? 2 + 4L * selection.seconds() : 0);
    }

    /**
     * What the servers begin with: what they are to be measured with, if that is only one thing.
     */
    Load warming() {
        return probes.size() == 1 && !cost ? probes.get(0).load() : setup.hello(WARMING);
    }

    boolean virtual() {
        return probes.stream().anyMatch(probe -> probe.part() == Part.VIRTUAL);
    }
}

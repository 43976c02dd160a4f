package org.servletmpm.it.bench;

import java.util.List;

/**
 * What is compared on one pair of servers, one after the other.
 *
 * @param cost whether to count, too, what a request takes
 */
record Session(Setup setup, List<Probe> probes, boolean cost) {

    boolean virtual() {
        return probes.stream().anyMatch(probe -> probe.part() == Part.VIRTUAL);
    }
}

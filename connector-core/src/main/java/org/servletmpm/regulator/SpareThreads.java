package org.servletmpm.regulator;

import java.util.List;
import java.util.Optional;
import org.servletmpm.directive.Directives;

/** worker: a child has ThreadsPerChild workers, and one that is leaving counts for none. */
record SpareThreads(Directives directives) implements SpareRule {

    @Override
    public Range range() {
        return new Range(
                directives.minSpareThreads(),
                directives.maxSpareThreads(),
                "MinSpareThreads",
                "MaxSpareThreads");
    }

    @Override
    public String advice() {
        return "ThreadsPerChild, MinSpareThreads or MaxSpareThreads";
    }

    private int room(SpareCounts census) {
        return Math.max(directives.childrenLimit() - census.activeChildren(), 0);
    }

    @Override
    public List<Integer> startable(SpareCounts census) {
        List<Integer> free = census.freeBelow(directives.serverLimit());
        return free.subList(0, Math.min(room(census), free.size()));
    }

    /** {@inheritDoc} As long as some of the threads are starting, more are about to be idle. */
    @Override
    public Optional<Limit> limit(SpareCounts census) {
        if (room(census) > 0) {
            return Optional.of(Limit.SLOTS);
        }
        if (census.activeThreads() < directives.maxRequestWorkers()) {
            return Optional.empty();
        }
        return Optional.of(census.idle() == 0 ? Limit.REACHED : Limit.NEAR);
    }
}

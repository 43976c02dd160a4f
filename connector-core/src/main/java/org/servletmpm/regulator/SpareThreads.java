package org.servletmpm.regulator;

import java.util.List;
import java.util.Optional;
import org.servletmpm.directive.Directives;

/**
 * Regulates worker, where a child has ThreadsPerChild workers: those of a leaving child do not
 * count in MaxRequestWorkers.
 */
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

    private int room(SpareCounts counts) {
        return Math.max(directives.childrenLimit() - counts.activeChildren(), 0);
    }

    @Override
    public List<Integer> startable(SpareCounts counts) {
        List<Integer> free = counts.freeBelow(directives.serverLimit());
        return free.subList(0, Math.min(room(counts), free.size()));
    }

    /** {@inheritDoc} None while some threads are starting: they are about to be idle. */
    @Override
    public Optional<Limit> limit(SpareCounts counts) {
        if (room(counts) > 0) {
            return Optional.of(Limit.SLOTS);
        }
        if (counts.activeThreads() < directives.maxRequestWorkers()) {
            return Optional.empty();
        }
        return Optional.of(counts.idle() == 0 ? Limit.REACHED : Limit.NEAR);
    }
}

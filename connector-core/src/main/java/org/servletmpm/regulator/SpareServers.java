package org.servletmpm.regulator;

import java.util.List;
import java.util.Optional;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.ChildSnapshot;

/**
 * Regulates prefork, where a child is one worker: a leaving child is still one of
 * MaxRequestWorkers, and only an idle one is retired.
 */
record SpareServers(Directives directives) implements SpareRule {

    @Override
    public Range range() {
        return new Range(
                directives.minSpareServers(),
                directives.maxSpareServers(),
                "MinSpareServers",
                "MaxSpareServers");
    }

    @Override
    public String advice() {
        return "MinSpareServers or MaxSpareServers";
    }

    @Override
    public List<Integer> startable(SpareCounts counts) {
        return counts.freeBelow(directives.childrenLimit());
    }

    @Override
    public Optional<Limit> limit(SpareCounts counts) {
        return Optional.of(Limit.REACHED);
    }

    @Override
    public boolean mayLeave(ChildSnapshot child) {
        return child.idleWorkers() > 0;
    }
}

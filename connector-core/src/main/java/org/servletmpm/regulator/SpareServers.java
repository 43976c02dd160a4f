package org.servletmpm.regulator;

import java.util.List;
import java.util.Optional;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.ChildSnapshot;

/** prefork: a child is a worker, and one that is leaving is still one of MaxRequestWorkers. */
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
    public List<Integer> startable(SpareCounts census) {
        return census.freeBelow(directives.childrenLimit());
    }

    @Override
    public Optional<Limit> limit(SpareCounts census) {
        return Optional.of(Limit.REACHED);
    }

    @Override
    public boolean mayLeave(ChildSnapshot child) {
        return child.idleWorkers() > 0;
    }
}

package org.servletmpm.regulator;

import java.util.List;
import java.util.Optional;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.ChildSnapshot;

/**
 * event: as worker, but a child may drain for as long as its slowest client likes, and may refuse
 * connections although workers are idle.
 */
record EventSpareThreads(Directives directives, SpareThreads threads) implements SpareRule {

    @Override
    public Range range() {
        return threads.range();
    }

    @Override
    public String advice() {
        return threads.advice();
    }

    @Override
    public List<Integer> startable(SpareCounts census) {
        return threads.startable(census);
    }

    @Override
    public Optional<Limit> limit(SpareCounts census) {
        return threads.limit(census);
    }

    /**
     * {@inheritDoc} Not while others drain: children retired meanwhile would pile up and fill the
     * slots that a restart or the next peak needs.
     */
    @Override
    public boolean mayRetire(SpareCounts census) {
        return census.activeChildren() == census.children()
                || directives.serverLimit() - census.children() > directives.childrenLimit();
    }

    /** {@inheritDoc} One that has no thread yet has not come to accepting. */
    @Override
    public boolean refuses(ChildSnapshot child) {
        return !child.accepting() && SpareCounts.started(child) > 0;
    }
}

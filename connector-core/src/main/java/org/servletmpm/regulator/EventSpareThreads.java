package org.servletmpm.regulator;

import java.util.List;
import java.util.Optional;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.ChildSnapshot;

/**
 * Regulates event as worker, but for two things: a leaving child stays for as long as its slowest
 * client does, and a child may refuse connections although workers are idle.
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
    public List<Integer> startable(SpareCounts counts) {
        return threads.startable(counts);
    }

    @Override
    public Optional<Limit> limit(SpareCounts counts) {
        return threads.limit(counts);
    }

    /**
     * {@inheritDoc} None while others leave, unless enough slots are free: more leaving children
     * would fill the slots that a restart or the next peak needs.
     */
    @Override
    public boolean mayRetire(SpareCounts counts) {
        return counts.activeChildren() == counts.children()
                || directives.serverLimit() - counts.children() > directives.childrenLimit();
    }

    /** {@inheritDoc} A child without a thread has not begun to accept. */
    @Override
    public boolean refuses(ChildSnapshot child) {
        return !child.accepting() && SpareCounts.started(child) > 0;
    }
}

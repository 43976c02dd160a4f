package org.servletmpm.regulator;

import java.util.List;
import java.util.Optional;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.ChildSnapshot;

/** Says what differs between the models in spare maintenance. Immutable. */
sealed interface SpareRule permits SpareServers, SpareThreads, EventSpareThreads {

    /** Chooses the rule: the one place where spare maintenance asks for the model. */
    static SpareRule of(Directives directives) {
        return switch (directives.model()) {
            case PREFORK -> new SpareServers(directives);
            case WORKER -> new SpareThreads(directives);
            case EVENT -> new EventSpareThreads(directives, new SpareThreads(directives));
        };
    }

    /**
     * Says how many workers are to be idle.
     *
     * @param minName the directive that says min
     * @param maxName the directive that says max
     */
    record Range(int min, int max, String minName, String maxName) {}

    Range range();

    /**
     * @return directives that an operator may raise so that the server grows less steeply
     */
    String advice();

    /**
     * @return the free slots in which children may be started, lowest first
     */
    List<Integer> startable(SpareCounts counts);

    /**
     * Asked when nothing is startable.
     *
     * @return what keeps the server from growing; empty when it is about to have grown
     */
    Optional<Limit> limit(SpareCounts counts);

    /**
     * @return whether one of the children may be retired
     */
    default boolean mayRetire(SpareCounts counts) {
        return true;
    }

    /**
     * @return whether that child may be the one
     */
    default boolean mayLeave(ChildSnapshot child) {
        return true;
    }

    /**
     * @return whether that child has refused connections, so that its idle workers do not count
     */
    default boolean refuses(ChildSnapshot child) {
        return false;
    }
}

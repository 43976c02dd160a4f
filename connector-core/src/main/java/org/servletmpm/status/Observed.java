package org.servletmpm.status;

import java.util.Optional;
import java.util.function.Supplier;
import org.servletmpm.scoreboard.Scoreboard;

/**
 * Holds what the status reads of an engine without JMX. Immutable.
 *
 * @param history empty for none
 * @param processes asked each time that the status is
 */
public record Observed(
        Scoreboard scoreboard, Optional<History> history, Supplier<Processes> processes) {

    /** What there is of an engine whose children are threads. */
    public static Observed of(Scoreboard scoreboard, History history) {
        return new Observed(scoreboard, Optional.of(history), () -> Processes.NONE);
    }
}

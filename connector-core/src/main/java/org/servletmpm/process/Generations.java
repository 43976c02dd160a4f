package org.servletmpm.process;

import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.servletmpm.directive.Directives;

/**
 * Knows the generation that children are started of, and the last one that was proven before it.
 * The parent's thread, except for {@link #next}.
 */
final class Generations {

    /** Null before the first one. */
    private Generation current;

    /** Null without one. */
    private Generation before;

    /** Holds what the next one runs. */
    private volatile Program next;

    /** The children that come with the next generation run this. Any thread. */
    void next(Program program) {
        next = program;
    }

    /**
     * Begins one. A current one that has not been proven is nothing to go back to.
     *
     * @throws IOException while the first one is still starting
     */
    void begin(Directives directives) throws IOException {
        boolean first = current == null;
        boolean proven = !first && current.trial().isPassed();
        if (!first && !proven && before == null) {
            throw new IOException("the first generation is still starting");
        }
        if (proven) {
            before = current;
        }
        // The first one has nothing to protect.
        Trial trial = new Trial(first ? 0 : directives.minLifeSeconds(), directives.maxStarting());
        current = new Generation(first ? 0 : current.number() + 1, next, directives, trial);
    }

    /** The current one has failed. */
    void takeBack() {
        current = before;
    }

    Generation current() {
        return current;
    }

    /**
     * @return null without one
     */
    Generation before() {
        return before;
    }

    /**
     * @return whether it has still to show that it is any good, and there is one to go back to
     */
    boolean isOnTrial(Generation generation) {
        return before != null && !generation.trial().isPassed();
    }

    /**
     * @return those that children may be started of
     */
    Stream<Generation> kept() {
        return Stream.of(current, before).filter(Objects::nonNull);
    }
}

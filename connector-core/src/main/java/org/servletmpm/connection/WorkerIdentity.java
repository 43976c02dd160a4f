package org.servletmpm.connection;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says which worker of which child a thread is: code that a worker runs learns its place from
 * {@code WorkerIdentity.of(Thread.currentThread())}.
 */
public interface WorkerIdentity {

    /** Slot of the worker's child in the scoreboard, from 0. */
    int slot();

    /** Generation of the worker's child, from 0. */
    int generation();

    /** Number of the worker in its child, from 0. */
    int worker();

    /**
     * The identity of a thread; empty when it is no worker's. Platform threads implement this
     * interface. A virtual thread cannot: what it is is read from its name, so that it holds only
     * as long as nobody gives the thread another one.
     */
    static Optional<WorkerIdentity> of(Thread thread) {
        return thread instanceof WorkerIdentity identity
                ? Optional.of(identity)
                : Named.read(thread.getName());
    }

    /** As in {@code mpm-8080-2.1-worker-17}. */
    record Named(int slot, int generation, int worker) implements WorkerIdentity {

        private static final Pattern NAME =
                Pattern.compile("mpm-.+-(\\d{1,9})\\.(\\d{1,9})-worker-(\\d{1,9})");

        private static Optional<WorkerIdentity> read(String name) {
            Matcher parts = NAME.matcher(name);
            return parts.matches()
                    ? Optional.of(
                            new Named(
                                    Integer.parseInt(parts.group(1)),
                                    Integer.parseInt(parts.group(2)),
                                    Integer.parseInt(parts.group(3))))
                    : Optional.empty();
        }
    }
}

package org.servletmpm.directive;

import java.util.Locale;
import java.util.Optional;

/** What kind of threads the workers are: WorkerThreads. */
public enum ThreadKind {
    /** The operating system's, one each. */
    PLATFORM,
    /** The JVM's own, of Java 21 and later, which hold no thread of the system while they wait. */
    VIRTUAL;

    /** Where {@link #VIRTUAL} is no preview any more. */
    static final int VIRTUAL_SINCE = 21;

    /**
     * Where a virtual thread that waits in a selector, or in a monitor, does not hold its carrier
     * any more. Until then a JVM has at most 256 carriers, and the 257th who waits stops them all.
     */
    static final int UNPINNED_SINCE = 24;

    static final String ALLOWED = "platform or virtual";

    /**
     * @param virtual where it was written
     * @return why it is refused, or what is to be known about it
     */
    static Optional<Finding> objection(Setting virtual, Model model, Runtime.Version java) {
        if (java.feature() < VIRTUAL_SINCE) {
            return Optional.of(
                    virtual.finding(
                            Level.ERROR,
                            "platform on Java " + java + ", virtual on Java 21 or later",
                            "refused"));
        }
        if (java.feature() >= UNPINNED_SINCE) {
            return Optional.empty();
        }
        return Optional.of(
                model.bound()
                        ? virtual.finding(
                                Level.ERROR,
                                "platform in worker on Java "
                                        + java
                                        + ", virtual on Java 24 or later",
                                "refused, before Java 24 a virtual thread that waits for its"
                                        + " client holds one of the JVM's 256 carrier threads")
                        : virtual.finding(
                                Level.WARNING,
                                "",
                                "taken, but before Java 24 a worker that waits inside a request"
                                        + " for its client holds one of the JVM's 256 carrier"
                                        + " threads"));
    }

    static Optional<ThreadKind> read(String text) {
        for (ThreadKind kind : values()) {
            if (kind.toString().equalsIgnoreCase(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** As the directive has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

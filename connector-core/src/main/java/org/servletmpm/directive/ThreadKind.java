package org.servletmpm.directive;

import java.util.Locale;
import java.util.Optional;

/** Names the kinds of threads that workers may be (WorkerThreads). */
public enum ThreadKind {
    /** Each is a thread of the operating system. */
    PLATFORM,
    /**
     * Threads of the JVM, of Java 21 and later, which hold no thread of the system while they wait.
     */
    VIRTUAL;

    /** The first Java version in which {@link #VIRTUAL} is no preview. */
    static final int VIRTUAL_SINCE = 21;

    /**
     * The first Java version in which a virtual thread that waits in a selector or a monitor does
     * not hold its carrier thread. Before, a JVM has at most 256 carriers, and when 256 threads
     * wait like this, all virtual threads stop.
     */
    static final int UNPINNED_SINCE = 24;

    static final String ALLOWED = "platform or virtual";

    /**
     * @param virtual where it was written
     * @return why it is refused, or a warning
     */
    static Optional<Finding> objection(Setting virtual, Model model, Runtime.Version java) {
        if (java.feature() < VIRTUAL_SINCE) {
            return Optional.of(
                    virtual.finding(
                            Level.ERROR,
                            "platform on Java " + java,
                            "virtual needs Java 21 or later"));
        }
        if (java.feature() >= UNPINNED_SINCE) {
            return Optional.empty();
        }
        return Optional.of(
                model.bound()
                        ? virtual.finding(
                                Level.ERROR,
                                "platform in worker on Java " + java,
                                "virtual needs Java 24 or later, before that a virtual thread"
                                        + " that waits for its client holds one of the JVM's 256"
                                        + " carrier threads")
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

    /** {@inheritDoc} In the form of the directive. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.servletmpm.directive;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Names the three processing models, which differ in who accepts a connection and who waits for its
 * next event.
 */
public enum Model {
    /** One thread per child; it accepts, serves and waits. */
    PREFORK,
    /** Many threads per child; the thread that takes a connection keeps it to its end. */
    WORKER,
    /**
     * Many threads per child; the child's listener waits, a thread has a connection only for work.
     */
    EVENT;

    /**
     * Reads a model's name in any case.
     *
     * @throws IllegalArgumentException for any other name; its message says which are allowed
     */
    public static Model parse(String name) {
        for (Model model : values()) {
            if (model.toString().equalsIgnoreCase(name.strip())) {
                return model;
            }
        }
        throw new IllegalArgumentException("mpm " + name + ": must be prefork, worker or event");
    }

    /** Tells whether a thread is bound to a connection to its end: prefork and worker. */
    public boolean bound() {
        return this != EVENT;
    }

    /** Tells whether a child has several threads: worker and event. */
    public boolean threaded() {
        return this != PREFORK;
    }

    /**
     * Tells whether a connection may carry several requests at once, as with HTTP/2: worker and
     * event.
     */
    public boolean multiplexes() {
        return threaded();
    }

    /**
     * @param multiplexing the configured protocols that carry several requests at once
     * @return a warning for the log, if the model does not serve them
     */
    public Optional<String> notServed(List<String> multiplexing) {
        return multiplexes() || multiplexing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        this
                                + " serves HTTP/1.1 only, not "
                                + String.join(", ", multiplexing)
                                + ": a child has one thread, and the requests of such a connection"
                                + " come at once. Allowed with it: worker, event");
    }

    /**
     * Tells whether a child that leaves counts as quiescing. httpd's prefork does not know that:
     * there the worker's {@code G} in the scoreboard counts.
     */
    public boolean quiesces() {
        return this != PREFORK;
    }

    /** The name an operator writes: {@code prefork}, {@code worker} or {@code event}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

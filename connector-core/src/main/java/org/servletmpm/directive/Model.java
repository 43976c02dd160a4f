package org.servletmpm.directive;

import java.util.Locale;

/** The three processing models: who accepts a connection, and who waits for its next event. */
public enum Model {
    /** One thread per child; it accepts, serves and waits. */
    PREFORK,
    /** Many threads per child; the thread that got a connection keeps it to its end. */
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
        throw new IllegalArgumentException("mpm " + name + ": allowed prefork, worker or event");
    }

    /** Whether a thread is bound to a connection for as long as that lives: prefork and worker. */
    public boolean bound() {
        return this != EVENT;
    }

    /** Whether a child has several threads: worker and event. */
    public boolean threaded() {
        return this != PREFORK;
    }

    /** The name an operator writes: {@code prefork}, {@code worker} or {@code event}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.servletmpm.tomcat;

/**
 * Knows the connection whose events a thread processes: Tomcat's questions during a request name no
 * connection. Any thread; each has its own.
 */
final class ProcessingConnection {

    private final ThreadLocal<TomcatHandler> current = new ThreadLocal<>();

    /** Set while the thread gives up a processor that no other connection may have. */
    private final ThreadLocal<Boolean> discarding = new ThreadLocal<>();

    /**
     * @return null while the calling thread processes no events
     */
    TomcatHandler current() {
        return current.get();
    }

    /** Begins for a connection; ends for null. */
    void set(TomcatHandler handler) {
        current.set(handler);
    }

    /** Runs a connection's work, perhaps inside another one's. */
    void run(TomcatHandler handler, Runnable work) {
        TomcatHandler outer = current.get();
        current.set(handler);
        try {
            work.run();
        } finally {
            current.set(outer);
        }
    }

    /** Says that the next processor which the calling thread gives up is not kept. */
    void discardsProcessor() {
        discarding.set(Boolean.TRUE);
    }

    /**
     * @return whether the processor that the calling thread gives up may be kept; asked once
     */
    boolean keepsProcessor() {
        if (discarding.get() == null) {
            return true;
        }
        discarding.remove();
        return false;
    }
}

package org.servletmpm.demo.compare;

import java.io.IOException;
import java.util.Locale;

/** What each of the crowd's clients does, on one connection after the other. */
public enum Load {
    /** Reads 1 MB at 40 KB/s: longer than the comparison lasts. */
    READERS("slow readers", "each reads 1 MB at 40 KB/s, of which the kernel takes 64 KB") {
        @Override
        void use(ClientConnection connection, Runnable served)
                throws IOException, InterruptedException {
            connection.ask("/big?bytes=1000000");
            served.run();
            connection.readBody(40_000);
        }
    },

    /** Asks once, then keeps its connection open until the server ends it. */
    KEPT("a keep-alive crowd", "each asks once and keeps its connection open, silent") {
        @Override
        void use(ClientConnection connection, Runnable served) throws IOException {
            connection.ask("/hello");
            served.run();
            connection.awaitEnd();
        }
    },

    /** Asks again and again for what holds a worker for half a second. */
    BLOCKED("blocked workers", "each asks without a pause for what holds a worker for 0.5 s") {
        @Override
        void use(ClientConnection connection, Runnable served)
                throws IOException, InterruptedException {
            while (true) {
                connection.ask("/sleep?ms=500");
                served.run();
                connection.readBody(Integer.MAX_VALUE);
            }
        }
    };

    private final String title;
    private final String description;

    Load(String title, String description) {
        this.title = title;
        this.description = description;
    }

    /** Returns when the client has what it wanted. */
    abstract void use(ClientConnection connection, Runnable served)
            throws IOException, InterruptedException;

    /** Such as {@code slow readers}. */
    public String title() {
        return title;
    }

    /** Goes on after "32 clients: ". */
    public String description() {
        return description;
    }

    /** As the form has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.servletmpm.it.bench;

import java.io.IOException;

/** Clients that each server of a pair has all the time while it is compared. */
interface BackgroundClients {

    /** Returns when all of them are connected. */
    Running begin(int port) throws IOException;

    /** No clients. */
    BackgroundClients NONE = port -> new None();

    /** The clients of one server. */
    interface Running extends AutoCloseable {

        /**
         * @throws IOException if they were not there all the time
         */
        void check() throws IOException;

        /** Disconnects them. */
        @Override
        void close() throws IOException;
    }

    /** Nothing to check, and nothing to close. */
    record None() implements Running {
        @Override
        public void check() {}

        @Override
        public void close() {}
    }
}

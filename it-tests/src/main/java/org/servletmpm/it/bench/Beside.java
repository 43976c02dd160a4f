package org.servletmpm.it.bench;

import java.io.IOException;

/** Clients that each server of a pair has all the time while it is compared. */
interface Beside {

    /** They are there when it returns. */
    Crowd begin(int port) throws IOException;

    /** Nobody. */
    Beside NOBODY = port -> new Nobody();

    /** Those of one server. */
    interface Crowd extends AutoCloseable {

        /**
         * @throws IOException if they were not there all the time
         */
        void check() throws IOException;

        /** They leave. */
        @Override
        void close() throws IOException;
    }

    /** Is always there. */
    record Nobody() implements Crowd {
        @Override
        public void check() {}

        @Override
        public void close() {}
    }
}

package org.servletmpm.worker;

import org.servletmpm.connection.Connection;

/**
 * What an idle worker that was claimed is told to do. Each worker has its own objects for what
 * comes with something, so that telling it needs no memory: whoever has claimed the worker writes
 * one, the worker takes it before it sits idle again.
 */
public sealed interface Assignment {

    /** What comes with nothing. */
    enum Order implements Assignment {
        /** Looks around, as there may be something queued. */
        LOOK,
        /** Has the listener's duty. */
        LEAD
    }

    /** Runs work: a connection's next step, or anything else. */
    final class Run implements Assignment {
        private Runnable work;

        Run of(Runnable given) {
            work = given;
            return this;
        }

        Runnable take() {
            Runnable taken = work;
            work = null;
            return taken;
        }
    }

    /** Serves a connection from its first byte to its end. */
    final class Serve implements Assignment {
        private Connection connection;

        Serve of(Connection given) {
            connection = given;
            return this;
        }

        Connection take() {
            Connection taken = connection;
            connection = null;
            return taken;
        }
    }
}

package org.servletmpm.worker;

import org.servletmpm.connection.Connection;

/**
 * Says what an idle worker that was claimed does next. Each worker has its own {@link Run} and
 * {@link Serve}, so that an assignment needs no memory: the thread that has claimed the worker
 * fills one in, and the worker empties it before it is idle again.
 */
public sealed interface Assignment {

    /** Orders that carry nothing. */
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

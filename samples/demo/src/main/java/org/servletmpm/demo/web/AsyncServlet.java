package org.servletmpm.demo.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code /async?mode=...&ms=N}: a request that leaves its thread and is ended in the way asked for,
 * {@code ms} milliseconds later.
 */
final class AsyncServlet extends Page {
    private static final long serialVersionUID = 1L;

    /**
     * 0 would be for ever; and Jetty 12.1 forgets a timeout that is over before the thread that
     * sets it has written down which task it is.
     */
    private static final long LEAST_TIMEOUT_MILLIS = 100;

    private static final System.Logger LOG = System.getLogger(AsyncServlet.class.getName());

    private final transient ScheduledExecutorService timer;

    AsyncServlet(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, BadParameterException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            throw new ServletException("/async?mode=error was asked for");
        }
        Query query = Query.of(request.getParameterMap(), "mode", "ms");
        Mode mode = query.choice("mode", Mode.COMPLETE);
        long millis = query.number("ms", 10, 0, 60_000);
        AsyncContext async = request.startAsync();
        // Only mode=timeout is the container's to end.
        async.setTimeout(0);
        mode.begin(async, millis, timer);
    }

    /** How it ends, named as in the query. */
    enum Mode {
        /** The timer's thread answers. */
        COMPLETE("complete") {
            @Override
            void begin(AsyncContext async, long millis, ScheduledExecutorService timer) {
                after(async, millis, timer, () -> AsyncAnswer.send(async, "async complete\n"));
            }
        },
        DISPATCH("dispatch") {
            @Override
            void begin(AsyncContext async, long millis, ScheduledExecutorService timer) {
                after(async, millis, timer, () -> async.dispatch("/hello"));
            }
        },
        TIMEOUT("timeout") {
            @Override
            void begin(AsyncContext async, long millis, ScheduledExecutorService timer) {
                async.setTimeout(Math.max(LEAST_TIMEOUT_MILLIS, millis));
                async.addListener(new AsyncEnd(() -> AsyncAnswer.send(async, "async timeout\n")));
            }
        },
        /** Back to this servlet, which throws then. */
        ERROR("error") {
            @Override
            void begin(AsyncContext async, long millis, ScheduledExecutorService timer) {
                after(async, millis, timer, async::dispatch);
            }
        },
        START("start") {
            @Override
            void begin(AsyncContext async, long millis, ScheduledExecutorService timer) {
                async.start(
                        () -> {
                            try {
                                Pauses.pause(millis);
                            } catch (InterruptedIOException ended) {
                                async.complete();
                                return;
                            }
                            AsyncAnswer.send(async, "async start\n");
                        });
            }
        };

        private final String name;

        Mode(String name) {
            this.name = name;
        }

        abstract void begin(AsyncContext async, long millis, ScheduledExecutorService timer);

        private static void after(
                AsyncContext async, long millis, ScheduledExecutorService timer, Runnable end) {
            AtomicBoolean ended = new AtomicBoolean();
            async.addListener(new AsyncEnd(() -> ended.set(true)));
            timer.schedule(() -> end(async, end, ended), millis, TimeUnit.MILLISECONDS);
        }

        /**
         * A timer keeps a failure to itself, and the request would wait without a word: such as for
         * a dispatch while the application is being redeployed.
         *
         * @param ended by the container, whose client has gone
         */
        private static void end(AsyncContext async, Runnable end, AtomicBoolean ended) {
            try {
                end.run();
            } catch (RuntimeException | Error e) {
                if (!ended.get()) {
                    LOG.log(Level.WARNING, "an asynchronous request ends in error: " + e, e);
                    AsyncAnswer.fail(async);
                }
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }
}

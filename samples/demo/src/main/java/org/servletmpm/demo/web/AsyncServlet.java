package org.servletmpm.demo.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.InterruptedIOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * {@code /async?mode=...&ms=N}: a request that leaves its thread and is ended in the way asked for,
 * {@code ms} milliseconds later.
 */
final class AsyncServlet extends Page {
    private static final long serialVersionUID = 1L;

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
                after(millis, timer, () -> AsyncAnswer.send(async, "async complete\n"));
            }
        },
        DISPATCH("dispatch") {
            @Override
            void begin(AsyncContext async, long millis, ScheduledExecutorService timer) {
                after(millis, timer, () -> async.dispatch("/hello"));
            }
        },
        TIMEOUT("timeout") {
            @Override
            void begin(AsyncContext async, long millis, ScheduledExecutorService timer) {
                // 0 would be for ever.
                async.setTimeout(Math.max(1, millis));
                async.addListener(new AsyncEnd(() -> AsyncAnswer.send(async, "async timeout\n")));
            }
        },
        /** Back to this servlet, which throws then. */
        ERROR("error") {
            @Override
            void begin(AsyncContext async, long millis, ScheduledExecutorService timer) {
                after(millis, timer, async::dispatch);
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

        private static void after(long millis, ScheduledExecutorService timer, Runnable end) {
            timer.schedule(end, millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}

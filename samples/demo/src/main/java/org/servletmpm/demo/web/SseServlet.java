package org.servletmpm.demo.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * {@code /sse?events=N&ms=M}: server-sent events, one every {@code ms} milliseconds from the
 * timer's thread, numbered from 1; then the stream ends.
 */
final class SseServlet extends Page {
    private static final long serialVersionUID = 1L;

    private final transient ScheduledExecutorService timer;

    SseServlet(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, BadParameterException {
        Query query = Query.of(request.getParameterMap(), "events", "ms");
        // So few fit into the kernel's buffers: the timer's writes do not wait for a slow client.
        long events = query.number("events", 10, 1, 10_000);
        long millis = query.number("ms", 100, 0, 60_000);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Cache-Control", "no-store");
        // The client knows that it is heard before there is anything to tell.
        response.flushBuffer();
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        new Events(async, events, millis).next();
    }

    /** Run by the timer's thread, up to the end that the container may see first. */
    private final class Events implements Runnable {
        private final AsyncContext async;
        private final long events;
        private final long millis;
        private long sent;
        private boolean ended;

        Events(AsyncContext async, long events, long millis) {
            this.async = async;
            this.events = events;
            this.millis = millis;
            async.addListener(new AsyncEnd(this::end));
        }

        void next() {
            timer.schedule(this, millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public synchronized void run() {
            if (ended) {
                return;
            }
            try {
                sent++;
                String event = "id: " + sent + "\ndata: event " + sent + "\n\n";
                ServletOutputStream out = async.getResponse().getOutputStream();
                out.write(event.getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } catch (IOException | IllegalStateException gone) {
                end();
                return;
            }
            if (sent == events) {
                end();
            } else {
                next();
            }
        }

        /** Waits for a write that goes on: afterwards the response may be another request's. */
        private synchronized void end() {
            if (!ended) {
                ended = true;
                AsyncAnswer.complete(async);
            }
        }
    }
}

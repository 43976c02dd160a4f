package org.servletmpm.demo.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * {@code POST /latch}: a task of the container's blocks until a read listener has seen the whole
 * body, and answers then. Hangs where whoever is to call the listener waits behind the task.
 */
final class LatchServlet extends Page {
    private static final long serialVersionUID = 1L;

    LatchServlet() {
        super("POST");
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, BadParameterException {
        Query.ofUrl(request);
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        Body body = new Body(request.getInputStream());
        async.addListener(new AsyncEnd(body::end));
        body.in.setReadListener(body);
        async.start(() -> answer(async, body));
    }

    private static void answer(AsyncContext async, Body body) {
        try {
            body.end.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        if (body.whole) {
            AsyncAnswer.send(async, "latch " + body.length + "\n");
        } else {
            AsyncAnswer.complete(async);
        }
    }

    /** Written by the container's calls; the latch hands it over to the task. */
    private static final class Body implements ReadListener {
        private final ServletInputStream in;
        private final CountDownLatch end = new CountDownLatch(1);
        private final byte[] buffer = new byte[8192];
        private long length;
        private boolean whole;

        Body(ServletInputStream in) {
            this.in = in;
        }

        @Override
        public void onDataAvailable() throws IOException {
            while (in.isReady() && !in.isFinished()) {
                length += Math.max(0, in.read(buffer));
            }
        }

        @Override
        public void onAllDataRead() {
            whole = true;
            end();
        }

        @Override
        public void onError(Throwable failed) {
            end();
        }

        private void end() {
            end.countDown();
        }
    }
}

package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Holds each request in its thread until it is let through; answers with the thread's name. */
final class BlockingServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient Semaphore arrived = new Semaphore(0);
    private final transient Semaphore passage = new Semaphore(0);

    /** Waits until so many more requests have come. */
    void awaitHeld(int requests) throws InterruptedException {
        assertThat(arrived.tryAcquire(requests, 10, TimeUnit.SECONDS))
                .as("%d requests come to the gate", requests)
                .isTrue();
    }

    /** Whether a request has come that nobody has waited for. */
    boolean hasMore() {
        return arrived.availablePermits() > 0;
    }

    void letThrough(int requests) {
        passage.release(requests);
    }

    /** Holds nobody any more. */
    void open() {
        passage.release(Integer.MAX_VALUE / 2);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        arrived.release();
        try {
            passage.acquire();
        } catch (InterruptedException e) {
            // A status after which Tomcat keeps the connection.
            response.sendError(HttpServletResponse.SC_CONFLICT, "interrupted");
            return;
        }
        response.getWriter().write(Thread.currentThread().getName());
    }
}

package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /interrupt}: leaves its thread interrupted and writes then, as an application does that
 * restores the flag. Its answer has to arrive whole, and the thread's next request must not find
 * the flag.
 */
final class InterruptServlet extends Page {
    private static final long serialVersionUID = 1L;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String before = Thread.currentThread().isInterrupted() ? "was" : "was not";
        Thread.currentThread().interrupt();
        send(response, "text/plain", "interrupted; the thread " + before + " before\n");
        // To the socket now, while the flag is set.
        response.flushBuffer();
    }
}

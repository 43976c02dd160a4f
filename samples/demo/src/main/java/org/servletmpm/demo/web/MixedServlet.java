package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code /mixed?every=50&ms=10}: answers at once, but of all requests to it each {@code every}th
 * holds its worker for {@code ms} milliseconds first.
 */
final class MixedServlet extends Page {
    private static final long serialVersionUID = 1L;

    private final AtomicLong requests = new AtomicLong();

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, BadParameterException {
        Query query = Query.of(request.getParameterMap(), "every", "ms");
        long every = query.number("every", 50, 1, 1_000_000);
        long millis = query.number("ms", 10, 0, 3_600_000);
        boolean slow = requests.incrementAndGet() % every == 0;
        if (slow) {
            Pauses.pause(millis);
        }
        send(response, "text/plain", slow ? "slow\n" : "fast\n");
    }
}

package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /sleep?ms=N&alone=0|1}: a request that holds its worker for {@code ms} milliseconds, with
 * {@code alone=1} after those before it, as if all needed one lock.
 */
final class SleepServlet extends Page {
    private static final long serialVersionUID = 1L;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, BadParameterException {
        Query query = Query.of(request.getParameterMap(), "ms", "alone");
        long millis = query.number("ms", 1_000, 0, 3_600_000);
        if (query.number("alone", 0, 0, 1) == 1) {
            synchronized (this) {
                Pauses.pause(millis);
            }
        } else {
            Pauses.pause(millis);
        }
        send(response, "text/plain", "slept " + millis + " ms\n");
    }
}

package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /sleep?ms=N}: a request that holds its worker for {@code ms} milliseconds. */
final class SleepServlet extends Page {
    private static final long serialVersionUID = 1L;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, BadParameterException {
        long millis = Query.of(request.getParameterMap(), "ms").number("ms", 1_000, 0, 3_600_000);
        Pauses.pause(millis);
        send(response, "text/plain", "slept " + millis + " ms\n");
    }
}

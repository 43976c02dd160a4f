package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /early?status=S}: answers at once, and leaves the body of a POST to the container, unread.
 */
final class EarlyServlet extends Page {
    private static final long serialVersionUID = 1L;

    EarlyServlet() {
        super("GET", "POST");
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, BadParameterException {
        int status = (int) Query.ofUrl(request, "status").number("status", 200, 200, 599);
        response.setStatus(status);
        if (status != HttpServletResponse.SC_NO_CONTENT
                && status != HttpServletResponse.SC_RESET_CONTENT
                && status != HttpServletResponse.SC_NOT_MODIFIED) {
            send(response, "text/plain", "early " + status + "\n");
        }
        response.flushBuffer();
    }
}

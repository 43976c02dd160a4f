package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /exit?code=N}: ends the JVM in the middle of a request, as a library may do. */
final class ExitServlet extends Page {
    private static final long serialVersionUID = 1L;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, BadParameterException {
        System.exit((int) Query.of(request.getParameterMap(), "code").number("code", 1, 0, 255));
    }
}

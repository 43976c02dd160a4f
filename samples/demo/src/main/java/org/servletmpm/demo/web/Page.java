package org.servletmpm.demo.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A page that is asked for with GET and may have query parameters: a bad one is answered 400. */
abstract class Page extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected final void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            answer(request, response);
        } catch (BadParameterException bad) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            send(response, "text/plain", bad.getMessage() + "\n");
        }
    }

    abstract void answer(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException, BadParameterException;

    /** Sends a short text as UTF-8 with its Content-Length. */
    static void send(HttpServletResponse response, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.setContentType(type);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}

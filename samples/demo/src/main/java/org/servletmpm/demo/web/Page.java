package org.servletmpm.demo.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A page that may have query parameters: a bad one is answered 400. */
abstract class Page extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final Set<String> methods;

    /** Asked for with GET. */
    Page() {
        this("GET");
    }

    /**
     * @param methods of GET and POST those that it answers; any other gets 405
     */
    Page(String... methods) {
        this.methods = Set.of(methods);
    }

    @Override
    protected final void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (methods.contains("GET")) {
            respond(request, response);
        } else {
            super.doGet(request, response);
        }
    }

    @Override
    protected final void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (methods.contains("POST")) {
            respond(request, response);
        } else {
            super.doPost(request, response);
        }
    }

    private void respond(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            answer(request, response);
        } catch (BadParameterException bad) {
            refuse(response, bad);
        }
    }

    abstract void answer(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException, BadParameterException;

    /** Answers 400 with what is allowed. */
    static void refuse(HttpServletResponse response, BadParameterException bad) throws IOException {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        send(response, "text/plain", bad.getMessage() + "\n");
    }

    /** Sends a short text as UTF-8 with its Content-Length. */
    static void send(HttpServletResponse response, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.setContentType(type);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}

package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** {@code /leak?kb=N}: keeps so many kilobytes for ever, as an application does that has a leak. */
final class LeakServlet extends Page {
    private static final long serialVersionUID = 1L;

    private final transient Queue<byte[]> kept = new ConcurrentLinkedQueue<>();

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, BadParameterException {
        int kilobytes =
                (int) Query.of(request.getParameterMap(), "kb").number("kb", 1024, 0, 1024 * 1024);
        kept.add(new byte[kilobytes * 1024]);
        send(response, "text/plain", "leaked " + kilobytes + " KB\n");
    }
}

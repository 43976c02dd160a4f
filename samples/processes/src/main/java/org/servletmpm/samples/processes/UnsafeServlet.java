package org.servletmpm.samples.processes;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Calls code that is not safe for threads: it adds in static state, as native libraries and old
 * code do. With one thread in a process, as in prefork with children that are processes, it is
 * right.
 */
final class UnsafeServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    /** Stands for what a library keeps between two of its calls. */
    private static long accumulator;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        int last = Integer.parseInt(request.getParameter("to"));
        response.setContentType("text/plain");
        response.getWriter().println(sum(last));
    }

    /** Adds the numbers from 1 to the last. */
    private static long sum(int last) {
        accumulator = 0;
        for (int number = 1; number <= last; number++) {
            accumulator += number;
            if (number % 100 == 0) {
                Thread.yield();
            }
        }
        return accumulator;
    }
}

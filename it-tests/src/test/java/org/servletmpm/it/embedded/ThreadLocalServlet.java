package org.servletmpm.it.embedded;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Leaves something of its own in every thread that runs it: who keeps the thread keeps this class
 * and its loader. Answers with the thread's name and id; {@code ?ms=N} takes its time after that.
 */
public final class ThreadLocalServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private static final class Kept {}

    private static final ThreadLocal<Kept> KEPT = new ThreadLocal<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        KEPT.set(new Kept());
        Thread thread = Thread.currentThread();
        response.setContentType("text/plain");
        response.getWriter().write(thread.getName() + " " + thread.getId());
        String millis = request.getParameter("ms");
        if (millis != null) {
            response.flushBuffer();
            pause(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(millis)));
        }
    }

    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

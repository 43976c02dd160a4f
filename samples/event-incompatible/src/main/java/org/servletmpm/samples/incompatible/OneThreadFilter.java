package org.servletmpm.samples.incompatible;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.servletmpm.servlet.EventIncompatible;

/**
 * Keeps in its thread what belongs to a client's connection, as some old code does. The annotation
 * makes a connection that meets it one thread's to its end.
 */
@EventIncompatible
public class OneThreadFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    private final transient ThreadLocal<Integer> requests = ThreadLocal.withInitial(() -> 0);

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        requests.set(requests.get() + 1);
        response.setIntHeader("X-Requests-Of-This-Thread", requests.get());
        chain.doFilter(request, response);
    }
}

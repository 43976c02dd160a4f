package org.servletmpm.it.webapp;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Found by the container's scan for annotations; answers by a dispatch from another thread. */
@WebServlet(urlPatterns = "/later", asyncSupported = true)
public class LaterServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            AsyncContext context = request.startAsync();
            new Thread(context::dispatch).start();
        } else {
            response.getWriter().write(request.getDispatcherType().name());
        }
    }
}

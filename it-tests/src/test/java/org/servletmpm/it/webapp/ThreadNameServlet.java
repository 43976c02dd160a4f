package org.servletmpm.it.webapp;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.servletmpm.connection.ConnectionInfo;

/** Says which thread serves the connection, and what has pinned it before; dispatched if asked. */
public class ThreadNameServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (request.getParameter("dispatch") != null
                && request.getDispatcherType() == DispatcherType.REQUEST) {
            AsyncContext context = request.startAsync();
            new Thread(context::dispatch).start();
            return;
        }
        ConnectionInfo connection = (ConnectionInfo) request.getAttribute(ConnectionInfo.ATTRIBUTE);
        response.getWriter().write(connection.pinnedBy() + " " + Thread.currentThread().getName());
    }
}

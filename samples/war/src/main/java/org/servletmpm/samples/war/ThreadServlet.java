package org.servletmpm.samples.war;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says which thread runs its request, and of which container. */
@WebServlet("")
public final class ThreadServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter()
                .println(
                        Thread.currentThread().getName()
                                + " of "
                                + getServletContext().getServerInfo());
    }
}

package org.servletmpm.samples.processes;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.servletmpm.inherit.ChildSlot;

/** Counts a user's requests in the session, and says which child has served this one. */
final class CountServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final String COUNT = "count";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        HttpSession session = request.getSession();
        Integer before = (Integer) session.getAttribute(COUNT);
        int count = before == null ? 1 : before + 1;
        session.setAttribute(COUNT, count);
        response.setContentType("text/plain");
        String child = ChildSlot.number() + "." + ChildSlot.generation();
        response.getWriter().println(count + " by child " + child);
    }
}

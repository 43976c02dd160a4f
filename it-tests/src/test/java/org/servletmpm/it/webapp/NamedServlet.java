package org.servletmpm.it.webapp;

/** Says nothing of itself; the directive names it. */
public class NamedServlet extends ThreadNameServlet {
    private static final long serialVersionUID = 1;
}

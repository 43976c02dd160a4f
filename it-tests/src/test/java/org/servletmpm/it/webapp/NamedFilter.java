package org.servletmpm.it.webapp;

import jakarta.servlet.http.HttpFilter;

/** Says nothing of itself; the directive names it. */
public class NamedFilter extends HttpFilter {
    private static final long serialVersionUID = 1;
}

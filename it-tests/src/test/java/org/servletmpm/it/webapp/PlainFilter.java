package org.servletmpm.it.webapp;

import jakarta.servlet.http.HttpFilter;

/** Passes everything on, and says nothing of itself. */
public class PlainFilter extends HttpFilter {
    private static final long serialVersionUID = 1;
}

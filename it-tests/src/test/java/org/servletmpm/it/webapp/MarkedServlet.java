package org.servletmpm.it.webapp;

import org.servletmpm.servlet.EventIncompatible;

/** In web.xml. */
@EventIncompatible
public class MarkedServlet extends ThreadNameServlet {
    private static final long serialVersionUID = 1;
}

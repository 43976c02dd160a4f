package org.servletmpm.it.webapp;

import jakarta.servlet.http.HttpFilter;
import org.servletmpm.servlet.EventIncompatible;

/** Mapped by web.xml, to a path and to a servlet. */
@EventIncompatible
public class InXmlFilter extends HttpFilter {
    private static final long serialVersionUID = 1;
}

package org.servletmpm.it.webapp;

import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import org.servletmpm.servlet.EventIncompatible;

/** Mapped by an annotation too. */
@EventIncompatible
@WebFilter(urlPatterns = "/scanned", asyncSupported = true)
public class ScannedFilter extends HttpFilter {
    private static final long serialVersionUID = 1;
}

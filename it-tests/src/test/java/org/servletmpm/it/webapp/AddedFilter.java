package org.servletmpm.it.webapp;

/** Added while the application starts, by what a framework has; the mark is inherited. */
public class AddedFilter extends InXmlFilter {
    private static final long serialVersionUID = 1;
}

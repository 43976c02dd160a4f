package org.servletmpm.demo.web;

/** A query parameter that cannot be used; its message is the answer that the client gets. */
final class BadParameterException extends Exception {
    private static final long serialVersionUID = 1L;

    BadParameterException(String name, String value, String allowed) {
        super("parameter " + name + ", value \"" + value + "\": allowed is " + allowed);
    }
}

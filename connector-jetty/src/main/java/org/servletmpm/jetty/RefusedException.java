package org.servletmpm.jetty;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Lets Jetty answer a request 503 in the application's place, with its error page, and log it. It
 * has no stack trace, which would be most of what a refusal costs.
 */
final class RefusedException extends HttpException.RuntimeException {

    private static final long serialVersionUID = 1;

    RefusedException() {
        super(HttpStatus.SERVICE_UNAVAILABLE_503, "no worker has had time for the request");
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}

package org.servletmpm.jetty;

import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Says that a request's body did not arrive in RequestReadTimeout; answered 408 unless an answer
 * has begun.
 */
final class LateBodyException extends TimeoutException implements HttpException {

    private static final long serialVersionUID = 1;

    LateBodyException() {
        super("request body read timeout");
    }

    @Override
    public int getCode() {
        return HttpStatus.REQUEST_TIMEOUT_408;
    }

    @Override
    public String getReason() {
        return getMessage();
    }
}

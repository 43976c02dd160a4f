package org.servletmpm.demo.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The end of an asynchronous request whose client, or container, may have given up before. */
final class AsyncAnswer {
    private AsyncAnswer() {}

    /** Answers with a short text and completes. */
    static void send(AsyncContext async, String text) {
        try {
            Page.send((HttpServletResponse) async.getResponse(), "text/plain", text);
        } catch (IOException | IllegalStateException gone) {
            // Nobody is there to read it; the request has to end all the same.
        }
        complete(async);
    }

    /** Answers 500 and completes. */
    static void fail(AsyncContext async) {
        try {
            ((HttpServletResponse) async.getResponse())
                    .setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        } catch (IllegalStateException gone) {
            // Nobody is there to read it; the request has to end all the same.
        }
        complete(async);
    }

    /** Completes, unless the container has done so after an error. */
    static void complete(AsyncContext async) {
        try {
            async.complete();
        } catch (IllegalStateException ended) {
            // By the container, which was first to see that the client is gone.
        }
    }
}

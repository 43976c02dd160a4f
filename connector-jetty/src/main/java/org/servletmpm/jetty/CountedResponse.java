package org.servletmpm.jetty;

import org.eclipse.jetty.server.HttpStream;

/**
 * Tells of a response's end, a good one or a bad one. Runs in the thread that ends the response.
 */
abstract class CountedResponse extends HttpStream.Wrapper {

    CountedResponse(HttpStream stream) {
        super(stream);
    }

    /** Called once, before the container is told of the end. */
    abstract void finished();

    /** Called before {@link #finished} when the response does not become whole. */
    void cut(Throwable cause) {}

    @Override
    public final void succeeded() {
        finished();
        super.succeeded();
    }

    @Override
    public final void failed(Throwable cause) {
        cut(cause);
        finished();
        super.failed(cause);
    }
}

package org.servletmpm.jetty;

import org.eclipse.jetty.server.HttpStream;

/** A response whose end somebody counts, whichever it is. */
abstract class CountedResponse extends HttpStream.Wrapper {

    CountedResponse(HttpStream stream) {
        super(stream);
    }

    /** Called once, before the container is told. */
    abstract void finished();

    /** It does not become whole; called before it is {@link #finished}. */
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

package org.servletmpm.jetty;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;

/**
 * Counts the bytes of one of several responses that a connection carries at once. Runs in the
 * threads that send it, one after the other.
 */
final class CountedStream extends CountedResponse {

    private final JettyHandler handler;
    private final long beganNanos;

    /** Written by one thread after the other. */
    private final AtomicLong sent = new AtomicLong();

    CountedStream(HttpStream stream, JettyHandler handler, long beganNanos) {
        super(stream);
        this.handler = handler;
        this.beganNanos = beganNanos;
    }

    @Override
    public void send(
            MetaData.Request request,
            MetaData.Response response,
            boolean last,
            ByteBuffer content,
            Callback callback) {
        // A response to HEAD has no content, whatever the application gives.
        if (content != null && !HttpMethod.HEAD.is(request.getMethod())) {
            sent.addAndGet(content.remaining());
        }
        super.send(request, response, last, content, callback);
    }

    @Override
    void finished() {
        handler.streamAnswered(sent.get(), System.nanoTime() - beganNanos);
    }
}

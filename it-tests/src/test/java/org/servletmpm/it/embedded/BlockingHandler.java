package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Holds each request for /hold in its thread until it is let through; answers all in one way. */
final class BlockingHandler extends Handler.Abstract {

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch passage = new CountDownLatch(1);

    /** Waits until a request is held. */
    void awaitHeld() throws InterruptedException {
        assertThat(held.await(10, TimeUnit.SECONDS)).as("a request is held").isTrue();
    }

    /** Holds nobody any more. */
    void open() {
        passage.countDown();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getHttpURI().getPath().equals("/hold")) {
            held.countDown();
            passage.await();
        }
        Content.Sink.write(response, true, "hello", callback);
        return true;
    }
}

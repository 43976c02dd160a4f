package org.servletmpm.demo.web;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/** A thread that waits inside a request, as one does that waits for a database. */
final class Pauses {
    private Pauses() {}

    /**
     * @throws InterruptedIOException when the server ends the wait: the request fails, and the
     *     thread keeps its interrupt flag
     */
    static void pause(long millis) throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server ended a pause of " + millis + " ms");
        }
    }
}

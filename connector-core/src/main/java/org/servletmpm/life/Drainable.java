package org.servletmpm.life;

import java.util.concurrent.CompletableFuture;

/** Carries out a stop with the children of one listening socket. Any thread. */
public interface Drainable {

    /** Makes responses say that the connection ends; everything else goes on. */
    void announceStop();

    /**
     * Takes no more connections, but for those that only this server can serve; idle connections
     * end when their clients have had the time to ask once more.
     */
    void drain();

    /**
     * @return completed when no connection can come any more and none is left, in any thread
     */
    CompletableFuture<Void> drained();
}

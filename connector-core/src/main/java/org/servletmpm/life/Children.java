package org.servletmpm.life;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.servletmpm.directive.Directives;

/**
 * Carries out what the parent decides about the children of one listening socket.
 *
 * <p>The parent's thread calls it, except where a method says another. What happens to a child is
 * reported to the {@link ParentMailbox}: that it leaves, and that it is gone.
 */
public interface Children {

    /**
     * Starts a child in a free slot.
     *
     * @param generation no child of this slot has had it before
     * @throws IOException when there are no descriptors for it
     * @throws OutOfMemoryError when there are no threads or is no memory for it
     */
    void start(int slot, int generation, Directives directives) throws IOException;

    /**
     * Lets the children in these slots leave, each as soon as it has finished what it has. None of
     * them takes over what another one leaves. Without effect on those that are gone or leaving.
     */
    void leave(Collection<Integer> slots, String reason);

    /**
     * @return the slots of the children that are not leaving, lowest first
     */
    List<Integer> active();

    /**
     * @return those of them that have run the application's code
     */
    List<Integer> used();

    /** Lets go of what has run the application's code and belongs to no child. */
    void renewShared();

    /** Tells leaving children that none can be started before one of them is gone. */
    void hurryLeaving();

    /** Makes responses say that the connection ends; everything else goes on. Any thread. */
    void announceStop();

    /**
     * Accepts what is queued, then closes the socket; idle connections end when their clients have
     * had the time to ask once more. Any thread.
     */
    void drain();

    /**
     * @return completed when the socket is closed and no connection is left, in any thread
     */
    CompletableFuture<Void> drained();

    /**
     * @return whether the listening socket is closed, so that no child needs to accept
     */
    boolean isSocketClosed();
}

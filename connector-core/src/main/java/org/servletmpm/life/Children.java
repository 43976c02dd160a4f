package org.servletmpm.life;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Carries out what the parent decides about the children of one listening socket.
 *
 * <p>The parent's thread calls it, except where a method says another. What happens to a child is
 * reported to the {@link ParentMailbox}: that it leaves, and that it is gone.
 */
public interface Children extends Drainable {

    /**
     * Starts a child in a free slot.
     *
     * @param generation no child of this slot has had it before
     * @throws IOException when there are no descriptors for it
     * @throws OutOfMemoryError when there are no threads or is no memory for it
     */
    void start(int slot, int generation, Directives directives) throws IOException;

    /**
     * Starts a child in the place of one that has died, of the same generation, while the present
     * generation is on trial.
     *
     * @param generation no child of this slot has had it before
     * @return whether it was started; not if the present generation is not on trial
     * @throws IOException as {@link #start}
     */
    boolean startAgain(int slot, int generation) throws IOException;

    /**
     * @return the generation of the child that has the slot, or had it last; -1 if none ever had it
     */
    int lastGeneration(int slot);

    /**
     * Lets a new generation begin: the children to come belong to it.
     *
     * @throws IOException when it cannot; they belong to the present one then
     */
    void begin(Directives directives) throws IOException;

    /** Ends a generation that has failed: the children to come are of the one before. */
    void takeBack();

    /**
     * @return whether one more may be started now: processes are not all started at once
     */
    boolean canStart();

    /**
     * @return how many slots may be used, the lowest of them; more than there are for all
     */
    int places();

    /**
     * @return whether the child there serves, and is no longer on trial
     */
    boolean isProven(int slot);

    /**
     * @return whether a child is replaced only by one that is proven; otherwise all leave as soon
     *     as the first of those that come has been started
     */
    boolean leaveOneByOne();

    /**
     * Lets the children in these slots leave, each as soon as it has finished what it has. None of
     * them takes over what another one leaves. Without effect on those that are gone or leaving.
     */
    void leave(Collection<Integer> slots, String reason);

    /**
     * @return what spare maintenance needs to know of all slots
     */
    Snapshot states();

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

    /** {@inheritDoc} What is queued is accepted, then the socket closes. */
    @Override
    void drain();

    /**
     * @return whether the listening socket is closed, so that no child needs to accept
     */
    boolean isSocketClosed();
}

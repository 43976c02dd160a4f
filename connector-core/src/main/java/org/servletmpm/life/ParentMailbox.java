package org.servletmpm.life;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Holds what other threads ask of the parent, and what children report to it, until its next round.
 *
 * <p>Any thread leaves something and never waits; the parent's thread takes it. A report is a mark
 * and takes no memory, so that none gets lost when the memory is used up.
 */
public final class ParentMailbox {

    private final DutyThread thread;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

    /** Slots whose child is gone, which the parent has not seen yet. Guarded by itself. */
    private final BitSet gone;

    /** By slot, of those that the parent has not seen yet. The parent's thread. */
    private final Map<Integer, ChildDeath> deaths = new HashMap<>();

    private volatile boolean progressed;
    private volatile boolean leaving;

    /**
     * @param slots how many there are (ServerLimit)
     * @param thread takes what is left here
     */
    public ParentMailbox(int slots, DutyThread thread) {
        this.thread = thread;
        this.gone = new BitSet(slots);
    }

    /** Reports that a child takes no more connections and finishes what it has. */
    public void leaving() {
        leaving = true;
        thread.wake();
    }

    /**
     * Reports that a child has died that nobody had told to leave: its slot is free.
     *
     * @param cause how it has ended
     */
    public void died(int slot, ChildDeath cause) {
        command(() -> deaths.put(slot, cause));
        gone(slot);
    }

    /** Reports that a child has come further: what waited for that goes on. */
    public void progressed() {
        progressed = true;
        thread.wake();
    }

    /** Reports that nothing of a child is left: its slot is free. */
    public void gone(int slot) {
        synchronized (gone) {
            gone.set(slot);
        }
        thread.wake();
    }

    /** Leaves something to do. */
    public void command(Runnable command) {
        commands.add(command);
        thread.wake();
    }

    void wake() {
        thread.wake();
    }

    boolean isOnDuty() {
        return thread.isCurrent();
    }

    // ---- the parent's thread

    /**
     * @return null when there is none
     */
    Runnable nextCommand() {
        return commands.poll();
    }

    /**
     * @return whether a child has reported that it leaves since the last call
     */
    boolean takeLeaving() {
        boolean reported = leaving;
        if (reported) {
            leaving = false;
        }
        return reported;
    }

    /**
     * @return the lowest slot whose child is gone, -1 for none; it stays until {@link #seen}
     */
    int nextGone() {
        synchronized (gone) {
            return gone.nextSetBit(0);
        }
    }

    /**
     * @return how the slot's child has died; empty if it was told to leave
     */
    Optional<ChildDeath> death(int slot) {
        return Optional.ofNullable(deaths.get(slot));
    }

    void seen(int slot) {
        deaths.remove(slot);
        synchronized (gone) {
            gone.clear(slot);
        }
    }

    /**
     * @return whether a child has come further since the last call
     */
    boolean takeProgressed() {
        boolean reported = progressed;
        if (reported) {
            progressed = false;
        }
        return reported;
    }

    boolean isEmpty() {
        return !leaving && !progressed && nextGone() < 0 && commands.isEmpty();
    }
}

package org.servletmpm.waiting;

import java.util.function.Consumer;

/**
 * Holds the deadlines of all connections that wait at one listener, without a timer for any of
 * them. Everything runs in the thread that has the listener's duty.
 *
 * <p>A wheel of lists: slot {@code n} holds the entries due in tick {@code n}, modulo the wheel's
 * size; an entry further away than one turn is looked at once a turn and stays. Adding and removing
 * are constant-time. An entry is never moved when its owner's deadline moves out, which is what
 * keep-alive does with every request: when its tick comes, the owner says what is due, and the
 * entry is filed anew.
 */
final class DeadlineWheel {

    /** Milliseconds in a tick: how late a timeout may be noticed. */
    static final long TICK = 32;

    private static final int SLOTS = 1024;

    /** Something that has a deadline; in no list while {@code slot} is negative. */
    abstract static class Entry {
        private Entry previous;
        private Entry next;

        /** No int, so that the flag of a {@link Watch} is within the same eight bytes. */
        private short slot = -1;

        private long tick;
    }

    private final Entry[] slots = new Entry[SLOTS];

    /** Ticks up to and including this one have been looked at. */
    private long done;

    /** No entry is due before this tick; may be early, never late. */
    private long earliest = Long.MAX_VALUE;

    private int size;

    DeadlineWheel(long nowMillis) {
        done = nowMillis / TICK;
    }

    /** Files an entry so that it is looked at no later than a tick after its deadline. */
    void add(Entry entry, long deadlineMillis) {
        long tick = Math.max(deadlineMillis / TICK + 1, done + 1);
        if (entry.slot >= 0) {
            if (entry.tick <= tick) {
                return;
            }
            remove(entry);
        }
        entry.tick = tick;
        entry.slot = (short) (tick % SLOTS);
        Entry head = slots[entry.slot];
        entry.next = head;
        entry.previous = null;
        if (head != null) {
            head.previous = entry;
        }
        slots[entry.slot] = entry;
        earliest = Math.min(earliest, tick);
        size++;
    }

    void remove(Entry entry) {
        if (entry.slot < 0) {
            return;
        }
        if (entry.previous == null) {
            slots[entry.slot] = entry.next;
        } else {
            entry.previous.next = entry.next;
        }
        if (entry.next != null) {
            entry.next.previous = entry.previous;
        }
        entry.previous = null;
        entry.next = null;
        entry.slot = -1;
        size--;
    }

    /**
     * @return milliseconds until there is something to look at, at least 1; 0 when there is nothing
     */
    long untilNext(long nowMillis) {
        return size == 0 ? 0 : Math.max(earliest * TICK - nowMillis, 1);
    }

    /**
     * @return whether {@link #expire} may find something
     */
    boolean isDue(long nowMillis) {
        return size > 0 && nowMillis / TICK >= earliest;
    }

    /**
     * Takes out every entry whose tick has come and gives its owner a look; the owner may add it
     * again.
     */
    void expire(long nowMillis, Consumer<Entry> look) {
        long now = nowMillis / TICK;
        if (now < earliest || size == 0) {
            done = Math.max(done, now);
            return;
        }
        long from = Math.max(done + 1, now - SLOTS + 1);
        done = now;
        for (long tick = from; tick <= now; tick++) {
            expireSlot((int) (tick % SLOTS), now, look);
        }
        earliest = size == 0 ? Long.MAX_VALUE : findEarliest(now);
    }

    private void expireSlot(int slot, long now, Consumer<Entry> look) {
        Entry entry = slots[slot];
        while (entry != null) {
            Entry next = entry.next;
            if (entry.tick <= now) {
                remove(entry);
                look.accept(entry);
            }
            entry = next;
        }
    }

    private long findEarliest(long now) {
        for (long tick = now + 1; tick <= now + SLOTS; tick++) {
            for (Entry e = slots[(int) (tick % SLOTS)]; e != null; e = e.next) {
                if (e.tick == tick) {
                    return tick;
                }
            }
        }
        return now + SLOTS;
    }
}

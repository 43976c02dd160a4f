package org.servletmpm.tomcat;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps unused buffers for the next thread that needs one. Any thread; none waits for another, and
 * each looks first where it has left its last.
 *
 * @param <B> buffers, all of one kind
 */
final class BufferPool<B> {

    /** A thread looks at so many places before it gives up. */
    private static final int LOOKS = 4;

    private final AtomicReferenceArray<B> places;

    /**
     * @param places how many are kept at the most, at least 1; rounded down to a power of two
     */
    BufferPool(long places) {
        this.places = new AtomicReferenceArray<>((int) Long.highestOneBit(places));
    }

    /**
     * @return null when there is none at hand
     */
    B take() {
        int first = usual();
        for (int place = first; place < first + LOOKS; place++) {
            int index = place & places.length() - 1;
            if (places.getPlain(index) != null) {
                B found = places.getAndSet(index, null);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Keeps a buffer that is not used any more; drops it where there is no place. */
    void give(B unused) {
        int first = usual();
        for (int place = first; place < first + LOOKS; place++) {
            int index = place & places.length() - 1;
            if (places.getPlain(index) == null && places.compareAndSet(index, null, unused)) {
                return;
            }
        }
    }

    /** Spreads threads over the places: their numbers are consecutive, their places far apart. */
    private static int usual() {
        return (int) Thread.currentThread().getId() * 0x9E3779B9 >>> 16;
    }
}

package org.servletmpm.tomcat;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Buffers that nobody uses at the moment, for whoever comes next. Any thread; none waits for
 * another, and each looks first where it has left its last.
 *
 * @param <B> buffers, all of one kind
 */
final class BufferPool<B> {

    /** Places that a thread looks at; a full or an empty neighbourhood is no reason to search. */
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

    /** Takes in what nobody uses any more; drops it where there is no place. */
    void give(B unused) {
        int first = usual();
        for (int place = first; place < first + LOOKS; place++) {
            int index = place & places.length() - 1;
            if (places.getPlain(index) == null && places.compareAndSet(index, null, unused)) {
                return;
            }
        }
    }

    /** Neighbours of threads, which are numbered in their order, are far from each other. */
    private static int usual() {
        return (int) Thread.currentThread().getId() * 0x9E3779B9 >>> 16;
    }
}

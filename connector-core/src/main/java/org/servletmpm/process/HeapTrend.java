package org.servletmpm.process;

/**
 * Counts the collections in a row after which a heap was fuller than it should be: one alone may
 * have come at the wrong moment. One that has left next to nothing free counts as enough: where
 * objects that live long have a part of their own it is collected only when it is full, and there
 * may be no time for another one. One thread.
 */
final class HeapTrend {

    /** So many are no accident. */
    static final int ENOUGH = 3;

    /** The last collection has left so many bytes; 0 before the first. */
    private long last;

    private int full;

    /**
     * A child has told of its heap, perhaps of the same collection again.
     *
     * @param used what its last collection has left, in bytes; 0 before the first
     * @param max the heap's size, in bytes
     * @param percent of that, which is too much
     */
    void seen(long used, long max, int percent) {
        if (used == last) {
            return;
        }
        last = used;
        if (used > max / 100 * (percent + 100) / 2) {
            full = ENOUGH;
        } else {
            full = used > max / 100 * percent ? full + 1 : 0;
        }
    }

    /**
     * @return how many collections in a row have left too much, to the last
     */
    int full() {
        return full;
    }
}

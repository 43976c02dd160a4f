package org.servletmpm.demo.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Counts what a client saw that asks for a short page, each time on a new connection. */
final class NormalClient {
    /** Milliseconds after which it gives a request up. */
    static final int PATIENCE = 2_000;

    private final List<Long> millis = new ArrayList<>();
    private int givenUp;

    synchronized void answered(long afterMillis) {
        millis.add(afterMillis);
    }

    synchronized void gaveUp() {
        givenUp++;
    }

    synchronized int answers() {
        return millis.size();
    }

    synchronized int givenUp() {
        return givenUp;
    }

    /** Milliseconds, of the requests that were answered; 0 without one. */
    synchronized long median() {
        if (millis.isEmpty()) {
            return 0;
        }
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}

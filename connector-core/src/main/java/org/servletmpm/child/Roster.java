package org.servletmpm.child;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The children there are. The parent's thread adds; any thread moves one on, and reads. What is
 * read with every hand-off is an array that is replaced, never changed.
 */
final class Roster {

    /** Those that are not leaving, lowest slot first. */
    private volatile Child[] active = {};

    private final Set<Child> leaving = ConcurrentHashMap.newKeySet();

    synchronized void joined(Child child) {
        active =
                Stream.concat(Arrays.stream(active), Stream.of(child))
                        .sorted(Comparator.comparingInt(Child::slot))
                        .toArray(Child[]::new);
    }

    /** Before anybody else learns of it, so that no connection is handed to who leaves. */
    synchronized void leaving(Child child) {
        leaving.add(child);
        remove(child);
    }

    synchronized void gone(Child child) {
        leaving.remove(child);
        remove(child);
    }

    private void remove(Child child) {
        active = Arrays.stream(active).filter(other -> other != child).toArray(Child[]::new);
    }

    Set<Child> leaving() {
        return leaving;
    }

    /** Not to be changed by the caller. */
    Child[] active() {
        return active;
    }

    /**
     * @return the child that takes over what others leave, or null when there is none
     */
    Child first() {
        Child[] all = active;
        return all.length == 0 ? null : all[0];
    }

    synchronized List<Child> all() {
        return Stream.concat(Arrays.stream(active), leaving.stream()).toList();
    }
}

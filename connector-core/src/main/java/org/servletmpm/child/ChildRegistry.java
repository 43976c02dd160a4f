package org.servletmpm.child;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.servletmpm.connection.Connection;
import org.servletmpm.waiting.Watch;

/**
 * The children there are. The parent's thread adds; any thread moves one on, and reads. What is
 * read with every hand-off is an array that is replaced, never changed.
 */
final class ChildRegistry {

    /** Those that are not leaving, lowest slot first. */
    private volatile Child[] active = {};

    /** The number of workers of the active children. */
    private volatile int workers;

    private final Set<Child> leaving = ConcurrentHashMap.newKeySet();

    synchronized void joined(Child child) {
        become(
                Stream.concat(Arrays.stream(active), Stream.of(child))
                        .sorted(Comparator.comparingInt(Child::slot)));
    }

    /** Before anybody else learns of it, so that no connection is handed to who leaves. */
    synchronized void leaving(Child child) {
        leaving.add(child);
        remove(child);
    }

    /**
     * @return true for the one caller that has removed it
     */
    synchronized boolean gone(Child child) {
        boolean was = leaving.contains(child) || Arrays.asList(active).contains(child);
        remove(child);
        leaving.remove(child);
        return was;
    }

    private void remove(Child child) {
        become(Arrays.stream(active).filter(other -> other != child));
    }

    private void become(Stream<Child> children) {
        active = children.toArray(Child[]::new);
        workers = Arrays.stream(active).mapToInt(Child::size).sum();
    }

    Set<Child> leaving() {
        return leaving;
    }

    /** Not to be changed by the caller. */
    Child[] active() {
        return active;
    }

    /**
     * @return the child that takes over the next connection that another one leaves: the lowest
     *     slot with room for it, or else the child with the fewest connections, as none is closed
     *     for that; null when there is none
     */
    Child successor() {
        Child fewest = null;
        for (Child child : active) {
            if (child.acceptPolicy().hasRoom()) {
                return child;
            }
            if (fewest == null || child.score().connections() < fewest.score().connections()) {
                fewest = child;
            }
        }
        return fewest;
    }

    /**
     * @return how many workers those have that are not leaving
     */
    int workers() {
        return workers;
    }

    /** Of all children. */
    Stream<Connection> connections() {
        return all().stream().flatMap(Child::watches).map(Watch::connection);
    }

    synchronized List<Child> all() {
        return Stream.concat(Arrays.stream(active), leaving.stream()).toList();
    }
}

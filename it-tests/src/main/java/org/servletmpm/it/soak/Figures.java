package org.servletmpm.it.soak;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A server's figures at one point in time, by name. */
record Figures(Map<String, Long> values) {

    /** Kilobytes, after a collection. */
    static final String HEAP = "heap after GC, KB";

    /** Selectors: a thread makes its own when it first has to wait. */
    static final String SELECTORS = "descriptors: selectors";

    /** At most one for each child; a bound child has one from when it first needs it. */
    static final String LISTENERS = "threads: listener";

    /** Threads of pools that go when they have been idle for a while. */
    static final String POOLED = "threads: idle in a pool";

    /** Tomcat's objects for connections, of which it keeps up to 200. */
    static final String PROCESSORS = "beans: request processors";

    private static final long HEAP_KILOBYTES = 5 * 1024;
    private static final long HEAP_PART = 10;
    private static final long KEPT_PROCESSORS = 200;

    /** A worker's selector is two descriptors, and workers use theirs when their turn comes. */
    private static final long SELECTOR_DESCRIPTORS = 2;

    Figures {
        values = new TreeMap<>(values);
    }

    long get(String name) {
        return values.getOrDefault(name, 0L);
    }

    /** The greater of each. */
    Figures max(Figures other) {
        Map<String, Long> greater = new TreeMap<>(values);
        other.values.forEach((name, value) -> greater.merge(name, value, Math::max));
        return new Figures(greater);
    }

    /** Whether a figure is what it was, or as near to it as it has to be. */
    boolean returned(String name, Figures start) {
        long before = start.get(name);
        long now = get(name);
        return switch (name) {
            case HEAP -> now <= before + HEAP_KILOBYTES + before / HEAP_PART;
            case SELECTORS -> now <= before + SELECTOR_DESCRIPTORS * start.get("threads: worker");
            case LISTENERS -> now <= Math.max(before, start.get("Processes"));
            case PROCESSORS -> now <= Math.max(before, KEPT_PROCESSORS);
            case POOLED -> true;
            default -> now == before;
        };
    }

    /** Whether all have returned. The heap counts only where it was measured. */
    boolean returned(Figures start) {
        return names(start).stream()
                .allMatch(name -> returned(name, start) || name.equals(HEAP) && get(HEAP) == 0);
    }

    Set<String> names(Figures other) {
        return max(other).values.keySet();
    }
}

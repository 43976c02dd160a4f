package org.servletmpm.process;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says how many children the memory has room for: a pure function of what there is and what a child
 * may take, of which one place stays free for the child that replaces another one. Immutable.
 *
 * @param memoryBytes that children may have together
 * @param childBytes that one may need
 */
record Budget(long memoryBytes, long childBytes) {

    private static final long MEGABYTE = 1 << 20;

    /** Of the memory that is there; the rest is for the system's caches. */
    private static final double USABLE = 0.75;

    /** The control itself. */
    private static final long CONTROL_BYTES = 64 * MEGABYTE;

    /** Of a JVM beside its heap: classes, code, its own threads. */
    private static final long JVM_BYTES = 96 * MEGABYTE;

    /** Of each worker, in parts of a kilobyte so that ten are 3 MB. */
    private static final long WORKER_BYTES = 300 * 1024;

    private static final Pattern HEAP = Pattern.compile("-Xmx(\\d{1,12})([KMGkmg])?");

    /**
     * @param availableBytes that nobody uses yet
     * @param heapBytes a child's -Xmx
     * @param threads of a child
     */
    static Budget of(long availableBytes, long heapBytes, int threads) {
        return new Budget(
                Math.max((long) (availableBytes * USABLE) - CONTROL_BYTES, 0),
                heapBytes + JVM_BYTES + threads * WORKER_BYTES);
    }

    /**
     * @return how many children there may be, at least one
     */
    int children() {
        return (int) Math.max(1, Math.min(memoryBytes / childBytes - 1, Integer.MAX_VALUE));
    }

    /**
     * @return the -Xmx that a command names, in bytes; empty if it names none
     */
    static OptionalLong heap(List<String> command) {
        return command.stream()
                .map(HEAP::matcher)
                .filter(Matcher::matches)
                .mapToLong(Budget::bytes)
                .reduce((first, last) -> last);
    }

    private static long bytes(Matcher heap) {
        String unit = heap.group(2) == null ? "" : heap.group(2).toUpperCase(Locale.ROOT);
        return Long.parseLong(heap.group(1)) << (unit.isEmpty() ? 0 : 10 * (" KMG".indexOf(unit)));
    }
}

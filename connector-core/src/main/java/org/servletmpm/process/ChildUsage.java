package org.servletmpm.process;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.servletmpm.directive.Directives;
import org.servletmpm.inherit.Message;
import org.servletmpm.status.ProcessMemory;

/**
 * Holds what a child has used: what it tells itself once a second, and what the system tells of its
 * process. The parent's thread.
 */
final class ChildUsage {

    /** Counting open files costs more than the rest: it is done once in so many seconds. */
    private static final int FILES_SECONDS = 10;

    private final ProcessReadings process;
    private final LongSupplier nanoTime;
    private final HeapTrend heap = new HeapTrend();
    private long heapBytes = ProcessMemory.UNKNOWN;
    private long requests;
    private long memoryBytes;
    private int filesPercent;
    private int second;
    private long oldestMillis;
    private long stalledSeconds;

    /** When it has told of itself last. */
    private long heardAt;

    private String wish = "";

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    ChildUsage(long pid, LongSupplier nanoTime) {
        this.process = new ProcessReadings(pid);
        this.nanoTime = nanoTime;
        this.heardAt = nanoTime.getAsLong();
    }

    /** The child is ready: what it has taken for that was no silence. */
    void ready() {
        heardAt = nanoTime.getAsLong();
    }

    /** The child has told of itself. */
    void beat(Message message, Directives directives) {
        heardAt = nanoTime.getAsLong();
        oldestMillis = message.number("oldest").orElse(0L);
        stalledSeconds = message.number("stalled").orElse(0L);
        requests = message.number("requests").orElse(requests);
        heapBytes = message.number("heapUsed").orElse(heapBytes);
        Optional<Long> left = message.number("heap");
        Optional<Long> most = message.number("heapMax");
        if (left.isPresent() && most.isPresent()) {
            heap.seen(left.get(), most.get(), directives.recycleHeapPercent());
        }
    }

    /** The child wants to be replaced. */
    void wishes(String reason) {
        wish = reason;
    }

    /** Once a second. */
    void measure() {
        memoryBytes = process.memoryBytes();
        if (second++ % FILES_SECONDS == 0) {
            filesPercent = process.filesPercent();
        }
    }

    /**
     * @return what its heap holds, in bytes; {@link ProcessMemory#UNKNOWN} before it has said so
     */
    long heapBytes() {
        return heapBytes;
    }

    /**
     * @return how long its oldest request runs, in milliseconds: also while it tells no more
     */
    long oldestMillis() {
        return oldestMillis == 0 ? 0 : oldestMillis + silentMillis();
    }

    /**
     * @return for how long it has made no progress, in seconds
     */
    int stalledSeconds() {
        return (int) Math.max(stalledSeconds, silentMillis() / 1000);
    }

    private long silentMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - heardAt);
    }

    Recycler.Usage of(int slot, long seconds) {
        return new Recycler.Usage(
                slot, seconds, requests, memoryBytes, heap.full(), filesPercent, wish);
    }
}

package org.servletmpm.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Objects;
import org.servletmpm.child.ChildGroup;
import org.servletmpm.inherit.Message;
import org.servletmpm.inherit.Verb;
import org.servletmpm.scoreboard.ChildScore;

/** Tells what this JVM has used, as its control wants to hear once a second. One thread. */
final class Beat {

    /** The pool that long-lived objects go to: the others are empty after each collection. */
    private static final List<MemoryPoolMXBean> OLD =
            ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .filter(MemoryPoolMXBean::isUsageThresholdSupported)
                    .toList();

    private final ChildScore score;
    private final ChildGroup group;

    Beat(ChildScore score, ChildGroup group) {
        this.score = score;
        this.group = group;
    }

    Message message() {
        Runtime runtime = Runtime.getRuntime();
        return Message.of(Verb.BEAT)
                .with("requests", score.requests())
                .with("heapUsed", runtime.totalMemory() - runtime.freeMemory())
                .with("heap", heap())
                .with("heapMax", heapMax())
                .with("oldest", group.oldestRequestMillis(System.nanoTime()))
                .with("stalled", group.stalledFor());
    }

    /**
     * @return what the last collection has left there, in bytes; 0 before the first
     */
    private static long heap() {
        return OLD.stream()
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    /**
     * @return the most there can be, in bytes: all of the heap, or what the collector sets aside
     */
    private static long heapMax() {
        long most = OLD.stream().mapToLong(pool -> pool.getUsage().getMax()).sum();
        return most > 0 ? most : Runtime.getRuntime().maxMemory();
    }
}

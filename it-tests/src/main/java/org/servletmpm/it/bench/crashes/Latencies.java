package org.servletmpm.it.bench.crashes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** How long answers took, by the child that gave them. Any thread. */
final class Latencies implements NamedClient.Answers {

    private final Map<String, ConcurrentLinkedQueue<Long>> nanos = new ConcurrentHashMap<>();

    @Override
    public void arrived(String child, long took) {
        nanos.computeIfAbsent(child, name -> new ConcurrentLinkedQueue<>()).add(took);
    }

    /** Forgets all. */
    void clear() {
        nanos.clear();
    }

    /**
     * @return answers of some children, and the milliseconds in which 99 % of them came
     */
    String of(Predicate<String> child) {
        long[] sorted =
                nanos.entrySet().stream()
                        .filter(each -> child.test(each.getKey()))
                        .flatMap(each -> each.getValue().stream())
                        .mapToLong(Long::longValue)
                        .sorted()
                        .toArray();
        if (sorted.length == 0) {
            return "0 | ";
        }
        double p99 = sorted[(int) Math.ceil(sorted.length * 0.99) - 1] / 1e6;
        return "%d | %.1f".formatted(sorted.length, p99);
    }
}

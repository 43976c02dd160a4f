package org.servletmpm.it.bench.idle;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The live objects of a heap, by class. */
record Histogram(Map<String, Count> classes) {

    /** Of one class. */
    record Count(long instances, long bytes) {
        private static final Count NONE = new Count(0, 0);

        private Count minus(Count other) {
            return new Count(instances - other.instances, bytes - other.bytes);
        }
    }

    /** One class and its count. */
    record Row(String name, Count count) {}

    /** Rank, instances, bytes, class, and the module it is of. */
    private static final Pattern LINE =
            Pattern.compile("^\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+)", Pattern.MULTILINE);

    /**
     * @param text what {@code GC.class_histogram} prints
     */
    static Histogram parse(String text) {
        Map<String, Count> classes = new HashMap<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            Count count = new Count(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)));
            // Two loaders may have a class of one name.
            classes.merge(
                    line.group(3),
                    count,
                    (a, b) -> new Count(a.instances + b.instances, a.bytes + b.bytes));
        }
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("no histogram: " + text);
        }
        return new Histogram(classes);
    }

    Histogram minus(Histogram before) {
        Map<String, Count> difference = new HashMap<>(classes);
        before.classes.forEach(
                (name, count) ->
                        difference.put(name, classes.getOrDefault(name, Count.NONE).minus(count)));
        return new Histogram(difference);
    }

    long bytes() {
        return classes.values().stream().mapToLong(Count::bytes).sum();
    }

    /** Of all classes whose name begins so. */
    long bytes(String... prefixes) {
        return classes.entrySet().stream()
                .filter(entry -> Stream.of(prefixes).anyMatch(entry.getKey()::startsWith))
                .mapToLong(entry -> entry.getValue().bytes())
                .sum();
    }

    /** Those of which there is most. */
    List<Row> top(int number) {
        return classes.entrySet().stream()
                .map(entry -> new Row(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong((Row row) -> row.count().bytes()).reversed())
                .limit(number)
                .toList();
    }
}

package org.servletmpm.it.bench.idle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Processor time and wakes of a process's threads up to a moment, by thread id, as Linux counts it.
 *
 * @param atNanos the moment, on {@link System#nanoTime}
 */
record Tasks(long atNanos, Map<Long, Task> byId) {

    private static final Pattern SWITCHES =
            Pattern.compile("(?m)^voluntary_ctxt_switches:\\s*(\\d+)$");

    /**
     * One thread.
     *
     * @param name what the kernel knows of it: of a long one the first seven letters and the last
     *     six
     * @param wakes how often it has slept, and so was woken
     * @param nanos how long it has run
     */
    record Task(String name, long wakes, long nanos) {
        /** Whether the engine named it. */
        boolean isOurs() {
            return name.startsWith("mpm-");
        }

        private Task minus(Task earlier) {
            return new Task(name, wakes - earlier.wakes, nanos - earlier.nanos);
        }
    }

    static Tasks of(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            Map<Long, Task> byId = new TreeMap<>();
            tasks.forEach(
                    task ->
                            read(task)
                                    .ifPresent(
                                            read ->
                                                    byId.put(
                                                            Long.valueOf(
                                                                    task.getFileName().toString()),
                                                            read)));
            return new Tasks(System.nanoTime(), byId);
        }
    }

    /** Empty for one that has ended meanwhile. */
    private static Optional<Task> read(Path task) {
        try {
            Matcher switches = SWITCHES.matcher(Files.readString(task.resolve("status")));
            String times = Files.readString(task.resolve("schedstat"));
            String name = Files.readString(task.resolve("comm")).strip();
            return switches.find()
                    ? Optional.of(
                            new Task(
                                    name,
                                    Long.parseLong(switches.group(1)),
                                    Long.parseLong(times.split(" ")[0])))
                    : Optional.empty();
        } catch (IOException ended) {
            if (Files.exists(task)) {
                throw new UncheckedIOException(ended);
            }
            return Optional.empty();
        }
    }

    /** What has been done since then, of those that live now. */
    Tasks since(Tasks earlier) {
        Task none = new Task("", 0, 0);
        return new Tasks(
                atNanos - earlier.atNanos,
                byId.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        task ->
                                                task.getValue()
                                                        .minus(
                                                                earlier.byId.getOrDefault(
                                                                        task.getKey(), none)))));
    }

    double seconds() {
        return atNanos / 1e9;
    }

    /** Those that woke most often first. */
    List<Task> busiest() {
        return byId.values().stream()
                .sorted(Comparator.comparingLong(Task::wakes).reversed())
                .toList();
    }

    /** The engine's. */
    List<Task> ours() {
        return byId.values().stream().filter(Task::isOurs).toList();
    }
}

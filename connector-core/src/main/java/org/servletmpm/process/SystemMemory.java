package org.servletmpm.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Reads how much memory this process may have: of the machine, and of its cgroup and those above.
 * Any thread.
 *
 * @param root of the file system
 */
record SystemMemory(Path root) {

    private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal:\\s+(\\d+) kB$");
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$");
    private static final Pattern KILLS = Pattern.compile("(?m)^oom_kill (\\d+)$");

    /** Of cgroup 2, and of 1. */
    private static final Pattern GROUP = Pattern.compile("(?m)^(?:0:|\\d+:memory):/(.*)$");

    private static final long KILOBYTE = 1024;

    /** Of this machine. */
    static SystemMemory here() {
        return new SystemMemory(Path.of("/"));
    }

    /**
     * @return memory that is free on this machine, and that the cgroups may have at most; empty
     *     where the system does not say
     */
    OptionalLong available() {
        return LongStream.concat(machine(AVAILABLE), limits()).min();
    }

    /**
     * @return memory that the machine has, and that the cgroups may have at most; empty where the
     *     system does not say
     */
    OptionalLong total() {
        return LongStream.concat(machine(TOTAL), limits()).min();
    }

    /**
     * @return how many processes the kernel has killed since its start for want of memory; 0 where
     *     it does not say
     */
    long kills() {
        return read("proc/vmstat", KILLS).sum();
    }

    private LongStream machine(Pattern number) {
        return read("proc/meminfo", number).map(kilobytes -> kilobytes * KILOBYTE);
    }

    /** Of the cgroup; a container sees its own at the top, whatever its name is outside. */
    private LongStream limits() {
        String groups = text("proc/self/cgroup");
        Stream<String> named =
                GROUP.matcher(groups).results().map(group -> group.group(1)).distinct();
        return Stream.concat(named.flatMap(SystemMemory::upwards), Stream.of(""))
                .distinct()
                .flatMap(
                        group ->
                                Stream.of(
                                        "sys/fs/cgroup/" + group + "/memory.max",
                                        "sys/fs/cgroup/memory/" + group + "/memory.limit_in_bytes"))
                .flatMapToLong(file -> read(file, Pattern.compile("^(\\d{1,18})\\s*$")));
    }

    /** A group, the one above it and so on. */
    private static Stream<String> upwards(String group) {
        return Stream.iterate(
                group, each -> !each.isEmpty(), each -> each.replaceAll("/?[^/]*$", ""));
    }

    private LongStream read(String file, Pattern number) {
        Matcher found = number.matcher(text(file));
        return found.find() ? LongStream.of(Long.parseLong(found.group(1))) : LongStream.empty();
    }

    private String text(String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            return "";
        }
    }
}

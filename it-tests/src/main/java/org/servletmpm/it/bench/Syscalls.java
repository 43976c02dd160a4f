package org.servletmpm.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts the system calls of another process with perf, which does not change the timing much. */
final class Syscalls {

    private static final String TOTAL = "raw_syscalls:sys_enter";
    private static final String PREFIX = "syscalls:sys_enter_";

    /** Those that serving a request may take; any other is in the total. */
    private static final List<String> NAMES =
            List.of("read", "write", "writev", "futex", "epoll_wait", "epoll_ctl");

    private Syscalls() {}

    static boolean canBeCounted() throws IOException, InterruptedException {
        if (!Program.isInstalled("perf")) {
            return false;
        }
        List<String> command = List.of("perf", "stat", "-x,", "-e", TOTAL, "true");
        return !parse(Program.output(command).lines().toList()).isEmpty();
    }

    /**
     * For each request of a run, by name, {@code all} first.
     *
     * @param pid the server's process
     */
    static Map<String, Double> perRequest(long pid, Wrk load, int port, int seconds)
            throws IOException, InterruptedException {
        Path counts = Files.createTempFile("perf", ".csv");
        try {
            List<String> command = new ArrayList<>(List.of("perf", "stat", "-x,"));
            command.addAll(List.of("-o", counts.toString(), "-e", events()));
            // It counts in that process for as long as the command runs.
            command.addAll(List.of("-p", Long.toString(pid), "--"));
            command.addAll(load.command(port, seconds));
            long requests = Wrk.parse(Program.output(command)).answered().requests();
            Map<String, Double> each = new LinkedHashMap<>();
            parse(Files.readAllLines(counts))
                    .forEach((name, count) -> each.put(name, (double) count / requests));
            return each;
        } finally {
            Files.delete(counts);
        }
    }

    private static String events() {
        return Stream.concat(Stream.of(TOTAL), NAMES.stream().map(name -> PREFIX + name))
                .collect(Collectors.joining(","));
    }

    /** What could not be counted is left out. */
    static Map<String, Long> parse(List<String> lines) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String line : lines) {
            String[] fields = line.split(",", 4);
            if (fields.length == 4 && fields[0].matches("\\d+")) {
                String name = fields[2].equals(TOTAL) ? "all" : fields[2].replace(PREFIX, "");
                counts.put(name, Long.valueOf(fields[0]));
            }
        }
        return counts;
    }
}

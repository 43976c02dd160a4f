package org.servletmpm.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.servletmpm.status.ProcessMemory;

/**
 * Reads what the system tells of a process, where it has {@code /proc}: nothing that the process
 * itself could say otherwise. Elsewhere, and of a process that is gone, everything is 0.
 */
final class ProcessReadings {

    private static final Pattern FILES = Pattern.compile("(?m)^Max open files\\s+(\\d+)");

    private final long pid;
    private final Path process;

    ProcessReadings(long pid) {
        this.pid = pid;
        this.process = Path.of("/proc", Long.toString(pid));
    }

    /**
     * @return resident memory in bytes
     */
    long memoryBytes() {
        return Math.max(ProcessMemory.residentOf(pid), 0);
    }

    /**
     * @return open files of those that it may open, in percent
     */
    int filesPercent() {
        long most = read("limits", FILES).orElse(0L);
        if (most == 0) {
            return 0;
        }
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return (int) (open.count() * 100 / most);
        } catch (IOException e) {
            return 0;
        }
    }

    private Optional<Long> read(String file, Pattern number) {
        try {
            Matcher found = number.matcher(Files.readString(process.resolve(file)));
            return found.find() ? Optional.of(Long.valueOf(found.group(1))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

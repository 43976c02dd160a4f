package org.servletmpm.it.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The open descriptors of another process of this user, as Linux's {@code /proc} tells. */
final class Descriptors {

    private Descriptors() {}

    /**
     * By what they are of. A socket that the kernel has no connection for any more is counted: that
     * is what a leaked one looks like.
     *
     * @param port the server's; sockets of living connections that are not its own (JMX) are left
     *     out
     */
    static Map<String, Long> of(long pid, int port) throws IOException {
        Set<String> others = inodesOfOthers(port);
        Map<String, Long> counts = new TreeMap<>();
        for (String each : Path.of("/proc", "" + pid, "fd").toFile().list()) {
            String target;
            try {
                target = Files.readSymbolicLink(Path.of("/proc", "" + pid, "fd", each)).toString();
            } catch (IOException closed) {
                continue;
            }
            if (target.startsWith("socket:")) {
                if (!others.contains(target.replaceAll("\\D", ""))) {
                    counts.merge("descriptors: sockets", 1L, Long::sum);
                }
            } else if (target.startsWith("anon_inode:")) {
                counts.merge(Figures.SELECTORS, 1L, Long::sum);
            } else {
                counts.merge("descriptors: files", 1L, Long::sum);
            }
        }
        return counts;
    }

    private static Set<String> inodesOfOthers(int port) throws IOException {
        String local = String.format(Locale.ROOT, ":%04X", port);
        Set<String> inodes = new HashSet<>();
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            try (Stream<String> lines = Files.lines(Path.of(table))) {
                lines.skip(1)
                        .map(line -> line.strip().split("\\s+"))
                        .filter(column -> !column[1].endsWith(local))
                        .forEach(column -> inodes.add(column[9]));
            }
        }
        return inodes;
    }
}

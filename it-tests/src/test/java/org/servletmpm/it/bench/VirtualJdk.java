package org.servletmpm.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for a JDK with virtual threads: that which runs this, and where Debian installs them. */
final class VirtualJdk {

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");
    private static final int FIRST = 21;

    private VirtualJdk() {}

    static Optional<Path> find() throws IOException {
        if (Runtime.version().feature() >= FIRST) {
            return Optional.of(Path.of(System.getProperty("java.home")));
        }
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(INSTALLED)) {
            return homes.filter(home -> feature(home) >= FIRST)
                    .max(Comparator.comparingInt(VirtualJdk::feature));
        }
    }

    /** 0 if it is no JDK. */
    private static int feature(Path home) {
        try {
            return Runtime.Version.parse(Environment.jdk(home).split(" ")[0]).feature();
        } catch (IOException | IllegalArgumentException none) {
            return 0;
        }
    }
}

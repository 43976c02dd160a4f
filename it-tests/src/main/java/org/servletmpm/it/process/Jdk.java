package org.servletmpm.it.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JDK of this machine: the one that runs, one beside it, or one where Linux has them. */
public record Jdk(Path home, Runtime.Version version) {

    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"([^\"]+)\"$");

    /** The first that is of that version or a later one; the one that runs, if it is. */
    public static Optional<Jdk> since(int feature) throws IOException {
        Path running = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> beside = Files.list(running.getParent());
                Stream<Path> usual = Files.list(Path.of("/usr/lib/jvm"))) {
            return Stream.of(Stream.of(running), beside, usual)
                    .flatMap(homes -> homes)
                    .flatMap(home -> in(home).stream())
                    .filter(jdk -> jdk.version().feature() >= feature)
                    .findFirst();
        }
    }

    private static Optional<Jdk> in(Path home) {
        try {
            Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
            return version.find() && Files.isExecutable(home.resolve("bin/java"))
                    ? Optional.of(new Jdk(home, Runtime.Version.parse(version.group(1))))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    Path java() {
        return home.resolve("bin").resolve("java");
    }
}

package org.servletmpm.process;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.servletmpm.inherit.ClassArchive;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.process.ChildArchive.Role;

/**
 * Lets the children of a snapshot start from an archive of their classes that one of them has made:
 * the first that is started while another one serves and that no restart waits for. It makes it
 * before it is ready, so that no client waits either. The parent's thread.
 */
final class SharedArchives {

    /** With less room on the disk none is made, in bytes: some take that for one and its making. */
    private static final long ROOM = 256L << 20;

    /** Options with which an operator decides about archives, or that do not go with them. */
    private static final List<String> DECIDING =
            List.of(
                    "-Xshare",
                    "-XX:SharedArchiveFile",
                    "-XX:ArchiveClassesAtExit",
                    "-XX:+AutoCreateSharedArchive",
                    "-XX:+RecordDynamicDumpInfo",
                    "-XX:AOT",
                    "-javaagent",
                    "-agentlib",
                    "-agentpath");

    private final Optional<ClassArchive> form;
    private final RunAs as;
    private final RateLimitedLogger logger;

    /** A child is asked to make one once, whatever comes of it. */
    private final Set<Path> asked = new HashSet<>();

    /**
     * @param form that this control's own JVM can make
     * @param as the user who makes it
     */
    SharedArchives(Optional<ClassArchive> form, RunAs as, RateLimitedLogger logger) {
        this.form = form;
        this.as = as;
        this.logger = logger;
    }

    /**
     * @param spare whether nobody waits for the child that is to be started
     * @return what it does with the archive of its program
     */
    ChildArchive of(Generation generation, boolean spare) {
        Optional<Path> directory = generation.program().archive();
        if (form.isEmpty()
                || directory.isEmpty()
                || !generation.directives().sharedArchive()
                || !canHave(generation.program().command())) {
            return ChildArchive.NONE;
        }
        Path file = form.get().in(directory.get());
        if (Files.exists(file)) {
            return new ChildArchive(Role.USES, form.get(), file);
        }
        return spare && asked.add(file) && hasRoom(directory.get())
                ? new ChildArchive(Role.MAKES, form.get(), file)
                : ChildArchive.NONE;
    }

    private static boolean canHave(List<String> command) {
        int java = ProgramFiles.java(command);
        return java < command.size()
                && isOwn(command.get(java))
                && Stream.concat(command.stream(), variables())
                        .noneMatch(argument -> DECIDING.stream().anyMatch(argument::startsWith));
    }

    /** Options that a JVM takes from its environment. */
    private static Stream<String> variables() {
        return Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
                .map(System.getenv()::get)
                .flatMap(Stream::ofNullable)
                .flatMap(options -> Stream.of(options.split("\\s+")));
    }

    /** Only of this control's own it is known what it can. */
    private static boolean isOwn(String java) {
        Path own = Path.of(System.getProperty("java.home"), "bin", "java");
        Stream<Path> candidates =
                java.contains("/")
                        ? Stream.of(Path.of(java))
                        : Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                                .map(directory -> Path.of(directory, java))
                                .filter(Files::isExecutable)
                                .limit(1);
        return candidates.anyMatch(candidate -> isSame(candidate, own));
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean hasRoom(Path directory) {
        try {
            if (!Files.exists(directory)) {
                as.give(Files.createDirectory(directory));
            }
            if (Files.getFileStore(directory).getUsableSpace() >= ROOM) {
                return true;
            }
            logger.log(
                    Level.INFO,
                    "SharedArchive: none is made, fewer than %d MB are free in %s"
                            .formatted(ROOM >> 20, directory));
        } catch (IOException e) {
            logger.log(Level.INFO, "SharedArchive: none is made: " + e);
        }
        return false;
    }

    /** A child is ready: an archive that its JVM has not taken is of no use to another one. */
    void ready(ChildProcess child) {
        ChildArchive archive = child.archive();
        if (archive.role() != Role.USES || child.archiveSeen().equals("used")) {
            return;
        }
        try {
            if (Files.deleteIfExists(archive.file())) {
                logger.log(
                        Level.INFO,
                        child.name()
                                + " has started without "
                                + archive.file()
                                + ": it is deleted");
            }
        } catch (IOException e) {
            logger.failure(Level.WARNING, "an archive of classes", null, e);
        }
    }
}

package org.servletmpm.it.distribution;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Makes what the test JVMs of a build share, below {@code target}: one JVM makes it, the others
 * wait, and it has its name when it is complete. A JVM that is killed leaves a lock that the kernel
 * has released and an unfinished directory that the next one clears away.
 */
public final class MadeOnce {

    /** Makes it in a directory that is empty. */
    public interface Maker {

        /** What is to be renamed, a file or a directory in there. */
        Path makeIn(Path empty) throws Exception;
    }

    private MadeOnce() {}

    /**
     * @param made its name, in a directory that exists
     */
    public static Path get(Path made, Maker maker) throws Exception {
        if (Files.exists(made)) {
            return made;
        }
        return alone(
                made,
                () -> {
                    if (!Files.exists(made)) {
                        Path unfinished = beside(made, ".unfinished");
                        delete(unfinished);
                        Files.createDirectory(unfinished);
                        Files.move(maker.makeIn(unfinished), made, StandardCopyOption.ATOMIC_MOVE);
                        delete(unfinished);
                    }
                    return made;
                });
    }

    /** Runs something while no other thread of any test JVM runs what has the same name. */
    static synchronized <T> T alone(Path name, Callable<T> action) throws Exception {
        // The monitor is for the threads of this JVM: a file lock is for processes.
        try (FileChannel file =
                        FileChannel.open(
                                beside(name, ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            assert held.isValid();
            return action.call();
        }
    }

    private static Path beside(Path made, String suffix) {
        return made.resolveSibling(made.getFileName() + suffix);
    }

    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(directory)) {
                all = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : all) {
                Files.delete(each);
            }
        }
    }
}

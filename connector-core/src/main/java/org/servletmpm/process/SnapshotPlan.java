package org.servletmpm.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Lists what a snapshot is to contain. Links to files are followed, links to directories stay
 * links, so that logs and data that are kept elsewhere are not copied. Immutable.
 */
final class SnapshotPlan {

    /** These are copied, by their paths in the snapshot. */
    private final SortedMap<Path, Path> files = new TreeMap<>();

    /** Directories of the copies, some of them empty. */
    private final SortedMap<Path, Path> directories = new TreeMap<>();

    /** These are not copied, but have to be found. */
    private final SortedMap<Path, Path> links = new TreeMap<>();

    private final Path excluded;

    /**
     * @param program whose files are copied
     * @param excluded a directory that is in no snapshot: the control's own
     */
    SnapshotPlan(ProgramFiles program, Path excluded) throws IOException {
        this.excluded = excluded;
        for (Map.Entry<Path, Path> each : program.all().entrySet()) {
            add(each.getKey(), each.getValue());
        }
        if (program.jar().isPresent()) {
            linkWhatIsBeside(program.jar().get());
        }
    }

    private static Path inSnapshot(Path path) {
        return path.getRoot().relativize(path);
    }

    private void add(Path path, Path source) throws IOException {
        if (ProgramFiles.isAllJars(source)) {
            try (Stream<Path> jars = Files.list(source.getParent())) {
                for (Path jar : jars.filter(SnapshotPlan::isJar).toList()) {
                    files.put(inSnapshot(path.resolveSibling(jar.getFileName())), jar);
                }
            }
        } else if (Files.isRegularFile(source)) {
            files.put(inSnapshot(path), source);
        } else if (Files.isDirectory(source)) {
            addTree(path, source.toRealPath());
        }
    }

    private static boolean isJar(Path path) {
        return path.toString().regionMatches(true, path.toString().length() - 4, ".jar", 0, 4);
    }

    private void addTree(Path path, Path tree) throws IOException {
        if (tree.equals(excluded)) {
            return;
        }
        directories.put(inSnapshot(path), tree);
        try (Stream<Path> entries = Files.list(tree)) {
            for (Path entry : entries.toList()) {
                Path there = path.resolve(entry.getFileName());
                if (Files.isRegularFile(entry)) {
                    files.put(inSnapshot(there), entry);
                } else if (Files.isDirectory(entry) && Files.isSymbolicLink(entry)) {
                    links.put(inSnapshot(there), entry.toRealPath());
                } else if (Files.isDirectory(entry)) {
                    addTree(there, entry);
                }
            }
        }
    }

    /** Some programs find the rest of them beside their jar, such as a distribution of Jetty. */
    private void linkWhatIsBeside(Path jar) throws IOException {
        try (Stream<Path> beside = Files.list(jar.toRealPath().getParent())) {
            for (Path entry : beside.toList()) {
                Path there = inSnapshot(jar.resolveSibling(entry.getFileName()));
                boolean copied =
                        Stream.of(files, directories)
                                .flatMap(paths -> paths.keySet().stream())
                                .anyMatch(path -> path.startsWith(there));
                if (!copied && !entry.equals(excluded)) {
                    links.put(there, entry);
                }
            }
        }
    }

    /**
     * @return how many files are copied
     */
    int size() {
        return files.size();
    }

    /**
     * @return of the files, in bytes
     */
    long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files.values()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /**
     * @return whether the snapshot has these files, and each is byte for byte as it is now
     */
    boolean isAsIn(Snapshot snapshot) throws IOException {
        if (!Files.exists(snapshot.list())
                || !names().equals(Files.readAllLines(snapshot.list()))) {
            return false;
        }
        for (Map.Entry<Path, Path> file : files.entrySet()) {
            Path copy = snapshot.copies().resolve(file.getKey());
            if (!Files.isRegularFile(copy) || Files.mismatch(file.getValue(), copy) >= 0) {
                return false;
            }
        }
        return true;
    }

    private List<String> names() {
        return files.keySet().stream().map(Path::toString).toList();
    }

    /** Copies. The snapshot is not complete until its list is written, which comes last. */
    void copyTo(Snapshot snapshot) throws IOException {
        Path copies = Files.createDirectories(snapshot.copies());
        for (Path directory : directories.keySet()) {
            Files.createDirectories(copies.resolve(directory));
        }
        for (Map.Entry<Path, Path> file : files.entrySet()) {
            Path copy = copies.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.copy(file.getValue(), copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (Map.Entry<Path, Path> link : links.entrySet()) {
            Path there = copies.resolve(link.getKey());
            Files.createDirectories(there.getParent());
            Files.createSymbolicLink(there, link.getValue());
        }
        Files.write(snapshot.list(), names());
    }
}

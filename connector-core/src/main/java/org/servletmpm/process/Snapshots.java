package org.servletmpm.process;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.servletmpm.log.RateLimitedLogger;

/**
 * Keeps a copy of the program's files for each generation that runs other ones, so that nothing
 * that happens to the originals reaches children that are there, or are started again. One thread
 * at a time.
 */
final class Snapshots {

    private final ProgramFiles program;
    private final Path directory;
    private final Path excluded;
    private final RateLimitedLogger logger;

    /** That are complete and have not failed, by their numbers. */
    private final NavigableMap<Integer, Snapshot> kept = new TreeMap<>();

    private int lastNumber;

    /**
     * @param run the control's directory; snapshots of an earlier control are found there
     */
    Snapshots(ProgramFiles program, Path run, RateLimitedLogger logger) throws IOException {
        this.program = program;
        this.excluded = run;
        this.directory = Files.createDirectories(run.resolve("snapshots"));
        this.logger = logger;
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.filter(Snapshots::isNumber).toList()) {
                int number = Integer.parseInt(entry.getFileName().toString());
                lastNumber = Math.max(lastNumber, number);
                Snapshot snapshot = new Snapshot(number, entry);
                if (Files.exists(snapshot.list())) {
                    kept.put(number, snapshot);
                }
            }
        }
    }

    private static boolean isNumber(Path path) {
        return path.getFileName().toString().matches("[1-9][0-9]{0,8}");
    }

    /**
     * Copies the files that the program consists of now, unless the last snapshot has the same.
     *
     * @return the program that runs the copies
     * @throws IOException when a file is missing, or there is no room; nothing is left of it then
     */
    Program take() throws IOException {
        SnapshotPlan plan = new SnapshotPlan(program, excluded);
        if (plan.size() == 0) {
            logger.log(
                    Level.INFO,
                    "the command names no jar: children run the files that are there when they"
                            + " start (--snapshot PATH copies PATH for each generation)");
            return program.asItIs();
        }
        if (!kept.isEmpty() && plan.isAsIn(kept.lastEntry().getValue())) {
            return in(kept.lastEntry().getValue());
        }
        return copy(plan);
    }

    private Program copy(SnapshotPlan plan) throws IOException {
        int number = lastNumber + 1;
        Snapshot snapshot = new Snapshot(number, directory.resolve(Integer.toString(number)));
        long needed = plan.bytes();
        FileStore store = Files.getFileStore(directory);
        if (store.getUsableSpace() < needed) {
            throw new IOException(
                    "%s: a snapshot needs %d MB, and %d MB are free"
                            .formatted(
                                    directory,
                                    megabytes(needed),
                                    megabytes(store.getUsableSpace())));
        }
        try {
            plan.copyTo(snapshot);
        } catch (IOException | RuntimeException e) {
            delete(snapshot.directory());
            throw new IOException(snapshot.directory() + ": no snapshot could be taken: " + e, e);
        }
        lastNumber = number;
        kept.put(number, snapshot);
        String size = plan.size() + " files, " + megabytes(needed) + " MB";
        logger.log(Level.INFO, "snapshot " + number + " taken: " + size);
        return in(snapshot);
    }

    private Program in(Snapshot snapshot) {
        return program.in(snapshot);
    }

    private static long megabytes(long bytes) {
        return Math.round(bytes / 1e6);
    }

    /**
     * @param now the number of the snapshot that children run
     * @return the program that was run before
     * @throws IOException when that is not there
     */
    Program before(int now) throws IOException {
        Map.Entry<Integer, Snapshot> before = kept.lowerEntry(now);
        if (before == null) {
            throw new IOException("there is no snapshot before %d in %s".formatted(now, directory));
        }
        return in(before.getValue());
    }

    /** Those after it have failed, or were rolled back from: nobody will go back to them. */
    void discardAfter(int number) {
        kept.tailMap(number, false).clear();
    }

    /**
     * Deletes what is kept no longer.
     *
     * @param used the numbers of those that children run
     * @param most how many are kept (KeepGenerations)
     */
    void deleteUnused(Set<Integer> used, int most) {
        while (kept.size() > most && !used.contains(kept.firstKey())) {
            kept.pollFirstEntry();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.filter(Snapshots::isNumber).toList()) {
                int number = Integer.parseInt(entry.getFileName().toString());
                if (!kept.containsKey(number) && !used.contains(number)) {
                    delete(entry);
                }
            }
        } catch (IOException e) {
            logger.failure(Level.WARNING, "an old snapshot", null, e);
        }
    }

    /** Follows no link. */
    private void delete(Path tree) {
        try (Stream<Path> all = Files.walk(tree)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            logger.failure(Level.WARNING, "an old snapshot", null, e);
        }
    }
}

package org.servletmpm.life;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the number of this process to a file and keeps the file locked, so that no other server
 * has it at the same time; deletes it at the end. A file that nobody holds is taken over: its
 * process has ended. It is opened through no symbolic link. The thread that starts, then the one
 * that stops.
 */
public final class PidFile {

    private static final System.Logger LOG = System.getLogger(PidFile.class.getName());

    /** A number has fewer digits. */
    private static final int MOST_BYTES = 64;

    private final String subject;
    private final Path path;

    /** Null while the file is not held. */
    private FileChannel held;

    public PidFile(String path) {
        this("PidFile", Path.of(path));
    }

    /**
     * @param subject what messages call it
     */
    public PidFile(String subject, Path path) {
        this.subject = subject;
        this.path = path;
    }

    /**
     * @throws IOException naming the directive and the path, when it cannot be written or belongs
     *     to another server that runs
     */
    public void write() throws IOException {
        FileChannel channel = open();
        try {
            Instant written = Files.getLastModifiedTime(path).toInstant();
            String before = read(channel);
            if (lock(channel) == null) {
                throw taken(before);
            }
            Optional<ProcessHandle> owner = process(before);
            if (owner.isPresent() && runs(owner.get(), written)) {
                throw taken(before);
            }
            if (!before.isEmpty()) {
                LOG.log(Level.INFO, place() + ": taken over, process " + before + " has ended");
            }
            channel.truncate(0);
            String number = ProcessHandle.current().pid() + "\n";
            channel.write(StandardCharsets.US_ASCII.encode(number), 0);
            held = channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private FileChannel open() throws IOException {
        try {
            return FileChannel.open(
                    path,
                    Set.of(
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE,
                            LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw new IOException(place() + ": cannot be written: " + e, e);
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer number = ByteBuffer.allocate(MOST_BYTES);
        channel.read(number, 0);
        return StandardCharsets.US_ASCII.decode(number.flip()).toString().strip();
    }

    /**
     * @return null when another server holds it, of this JVM or of another
     */
    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static Optional<ProcessHandle> process(String number) {
        try {
            return ProcessHandle.of(Long.parseLong(number))
                    .filter(process -> process.pid() != ProcessHandle.current().pid());
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A process that is younger than the file has only the number of the one that wrote it. */
    private static boolean runs(ProcessHandle process, Instant written) {
        Optional<Instant> started = process.info().startInstant();
        return process.isAlive() && (started.isEmpty() || !started.get().isAfter(written));
    }

    private IOException taken(String owner) {
        return new IOException(place() + ": belongs to process " + owner + ", which runs");
    }

    private String place() {
        return subject + " " + path;
    }

    /** Deletes the file if it is held here; otherwise it may be another server's. */
    public void delete() {
        FileChannel mine = held;
        if (mine == null) {
            return;
        }
        held = null;
        try (mine) {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(Level.WARNING, place() + ": stays behind: " + e, e);
        }
    }
}

package org.servletmpm.scoreboard;

import static org.servletmpm.scoreboard.Layout.HEADER_MAGIC;
import static org.servletmpm.scoreboard.Layout.HEADER_PID;
import static org.servletmpm.scoreboard.Layout.HEADER_START_MILLIS;
import static org.servletmpm.scoreboard.Layout.MAGIC;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Keeps the file of a mapped scoreboard (ScoreBoardFile) for its engine. The threads that start and
 * stop the engine.
 *
 * <p>The file is this engine's for as long as its lock is held. A lock ends with its process, so
 * what a crash leaves behind can be taken over. But on POSIX systems a lock also ends when its
 * process closes <em>any</em> descriptor of the file, such as one that only read it. Therefore a
 * file is also left alone if its header names a living process that is as old as the scoreboard.
 */
final class ScoreboardFile {
    /** Beyond all data, so that a lock keeps no reader out where locks are mandatory. */
    private static final long LOCKED = Long.MAX_VALUE - 1;

    /** A process's start time is known to within this. */
    private static final long CLOCK_TOLERANCE_MILLIS = 2_000;

    /** Others must not read what clients ask for. */
    private static final Set<PosixFilePermission> MODE =
            PosixFilePermissions.fromString("rw-r-----");

    private static final int CHUNK = 64 * 1024;

    private final Path path;
    private final FileChannel channel;

    /** Kept reachable: otherwise the JVM forgets the lock, though the system does not. */
    private final FileLock lock;

    private ScoreboardFile(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the file, or creates it: readable by the owner and the group, where the file system can
     * say so.
     *
     * @throws IOException naming the directive, the path and what to do, if it is not to be had
     */
    static ScoreboardFile take(Path path) throws IOException {
        ScoreboardFile file = lock(path);
        while (Files.notExists(path)) {
            // Its last owner deleted it before we had the lock: what we have open has no name.
            file.channel.close();
            file = lock(path);
        }
        return file;
    }

    private static ScoreboardFile lock(Path path) throws IOException {
        FileChannel channel = open(path);
        try {
            FileLock lock = lock(path, channel);
            ByteBuffer header = header(channel);
            if (channel.size() > 0 && header.getInt(HEADER_MAGIC) != MAGIC) {
                throw refusal(
                        path, "is no scoreboard and stays as it is; name another file, or move it");
            }
            if (living(header)) {
                throw heldBy(path, header);
            }
            return new ScoreboardFile(path, channel, lock);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel open(Path path) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
            return posix
                    ? FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(MODE))
                    : FileChannel.open(path, options);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static FileLock lock(Path path, FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(LOCKED, 1, false);
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException sameProcess) {
            throw refusal(
                    path,
                    "another connector of this process ("
                            + ProcessHandle.current().pid()
                            + ") has it; give each connector a file of its own");
        } catch (IOException e) {
            throw unusable(path, e);
        }
        throw heldBy(path, header(channel));
    }

    /**
     * @return as much of the header as there is, zeros for the rest
     */
    static ByteBuffer header(FileChannel channel) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Layout.HEADER).order(ByteOrder.nativeOrder());
        while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {}
        return header;
    }

    /**
     * Says whether the engine that wrote the header may be alive, although it has no lock. It is
     * not if its process has our number: a JVM knows its own locks, so that was an earlier process
     * (in a container the number is always the same).
     */
    private static boolean living(ByteBuffer header) {
        long pid = header.getLong(HEADER_PID);
        long latestStart = header.getLong(HEADER_START_MILLIS) + CLOCK_TOLERANCE_MILLIS;
        return pid > 0
                && pid != ProcessHandle.current().pid()
                && ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .flatMap(process -> process.info().startInstant())
                        .filter(start -> start.toEpochMilli() <= latestStart)
                        .isPresent();
    }

    /**
     * Fills the file with zeros, but for the magic number, and maps it. It cuts nothing off, as a
     * reader may still have the old contents mapped. It writes everything, because a full disk is
     * an error here and a crash when a mapped page is first touched.
     *
     * @param size in bytes
     */
    ByteBuffer empty(int size) throws IOException {
        try {
            ByteBuffer first = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
            write(first.putInt(HEADER_MAGIC, MAGIC), 0);
            ByteBuffer zeros = ByteBuffer.allocate(CHUNK);
            for (long at = Long.BYTES; at < size; at += CHUNK) {
                write(zeros.clear().limit((int) Math.min(CHUNK, size - at)), at);
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position());
        }
    }

    /** Deletes the file, then releases it, so that the next owner makes a new one. */
    void close() throws IOException {
        if (lock.isValid()) {
            try (channel) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static IOException heldBy(Path path, ByteBuffer header) {
        long pid = header.getInt(HEADER_MAGIC) == MAGIC ? header.getLong(HEADER_PID) : 0;
        return refusal(
                path,
                (pid == 0 ? "another process" : "process " + pid)
                        + " has it; stop that process, or name another file");
    }

    private static IOException unusable(Path path, IOException reason) {
        return new IOException(text(path, "cannot be used: " + reason), reason);
    }

    private static IOException refusal(Path path, String reason) {
        return new IOException(text(path, reason));
    }

    private static String text(Path path, String reason) {
        return "ScoreBoardFile " + path + ": " + reason;
    }
}

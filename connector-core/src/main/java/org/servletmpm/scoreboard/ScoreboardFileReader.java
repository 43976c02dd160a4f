package org.servletmpm.scoreboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.servletmpm.directive.Model;

/**
 * Maps the scoreboard file of an engine, most likely of another process. It checks everything that
 * it believes: the file may be anything, or of another release. Any thread.
 */
final class ScoreboardFileReader {
    private final Path path;
    private final ByteBuffer header;

    private ScoreboardFileReader(Path path, ByteBuffer header) {
        this.path = path;
        this.header = header;
    }

    /**
     * @return the records, for reading
     * @throws IOException naming the path, if there is no scoreboard that can be read
     */
    static ByteBuffer map(Path path) throws IOException {
        try (FileChannel channel = open(path, FileChannel.MapMode.READ_ONLY)) {
            ScoreboardFileReader reader = new ScoreboardFileReader(path, header(path, channel));
            reader.checkVersion();
            int size = reader.checkedSize(channel.size());
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
        }
    }

    /**
     * @param size in bytes
     * @return the records of a scoreboard that is known
     * @throws IOException naming the path, if there is no such file
     */
    static ByteBuffer mapToWrite(Path path, int size) throws IOException {
        try (FileChannel channel = open(path, FileChannel.MapMode.READ_WRITE)) {
            checkSize(path, channel.size(), size);
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
        }
    }

    private static FileChannel open(Path path, FileChannel.MapMode mode) throws IOException {
        try {
            return mode == FileChannel.MapMode.READ_ONLY
                    ? FileChannel.open(path, StandardOpenOption.READ)
                    : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new IOException(path + ": there is no such file; does the server run?", e);
        } catch (AccessDeniedException e) {
            throw new IOException(path + ": permission denied", e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static ByteBuffer header(Path path, FileChannel channel) throws IOException {
        try {
            return ScoreboardFile.header(channel);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static IOException unreadable(Path path, IOException reason) {
        return new IOException(path + ": cannot be read: " + reason.getMessage(), reason);
    }

    private void checkVersion() throws IOException {
        if (header.getInt(Layout.HEADER_MAGIC) != Layout.MAGIC) {
            throw new IOException(path + " is no scoreboard");
        }
        int version = header.getInt(Layout.HEADER_VERSION);
        if (version == 0) {
            throw new IOException(path + " is being set up, or was when its server died");
        }
        if (version != Layout.VERSION) {
            throw new IOException(
                    path
                            + " has layout version "
                            + version
                            + ", a server's of another release; only version "
                            + Layout.VERSION
                            + " can be read");
        }
    }

    private int checkedSize(long there) throws IOException {
        int model = header.getInt(Layout.HEADER_MODEL);
        if (model < 0 || model >= Model.values().length) {
            throw new IOException(path + " is damaged: model " + model);
        }
        int size;
        try {
            size =
                    Header.size(
                            header.getInt(Layout.HEADER_CHILDREN_SLOTS),
                            header.getInt(Layout.HEADER_THREADS_PER_SLOT));
        } catch (IllegalArgumentException e) {
            throw new IOException(path + " is damaged: " + e.getMessage(), e);
        }
        checkSize(path, there, size);
        return size;
    }

    private static void checkSize(Path path, long there, int size) throws IOException {
        if (size > there) {
            throw new IOException(path + " is cut off: " + there + " bytes of " + size);
        }
    }
}

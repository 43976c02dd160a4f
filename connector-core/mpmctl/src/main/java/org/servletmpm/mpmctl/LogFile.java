package org.servletmpm.mpmctl;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Shows what a server has written last: its standard error, if that is a file.
 *
 * @param file what the server writes to
 */
record LogFile(Path file) {

    private static final long LOOK_MILLIS = 200;

    /** Read backwards for so many bytes at once. */
    private static final int BLOCK = 8192;

    /**
     * @param pid of a process of this user, or {@code self}
     * @return what its standard error is, as the kernel says it
     * @throws IOException when the system does not tell
     */
    static String linked(String pid) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", pid, "fd", "2")).toString();
    }

    /**
     * @param target what standard error is
     * @throws IOException when it is no file; the message says who may have it
     */
    static LogFile of(String target) throws IOException {
        Path file = Path.of(target);
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "the log goes to "
                            + target
                            + ", which is no file: look where the server was started (journalctl"
                            + " -u UNIT, docker logs, kubectl logs)");
        }
        return new LogFile(file);
    }

    /**
     * Shows the last lines.
     *
     * @param follow go on as it grows, until this process is ended
     */
    void show(int lines, boolean follow, PrintStream to) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(beginning(channel, lines));
            Channels.newInputStream(channel).transferTo(to);
            to.flush();
            while (follow) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                if (channel.size() < channel.position()) {
                    // It has been truncated.
                    channel.position(0);
                }
                Channels.newInputStream(channel).transferTo(to);
                to.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks for the beginning of the last lines from the end. */
    private static long beginning(FileChannel channel, int lines) throws IOException {
        long end = channel.size();
        int found = 0;
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long from = end; from > 0; ) {
            int length = (int) Math.min(BLOCK, from);
            from -= length;
            block.clear().limit(length);
            channel.read(block, from);
            for (int at = length - 1; at >= 0; at--) {
                boolean last = from + at == end - 1;
                if (block.get(at) == '\n' && !last && ++found == lines) {
                    return from + at + 1;
                }
            }
        }
        return 0;
    }
}

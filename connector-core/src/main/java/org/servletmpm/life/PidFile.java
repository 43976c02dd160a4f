package org.servletmpm.life;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the number of this process to the PidFile, and deletes the file when the engine ends. The
 * thread that starts the engine, then the one that stops it.
 */
public final class PidFile {

    private static final System.Logger LOG = System.getLogger(PidFile.class.getName());

    private final Path path;
    private boolean written;

    public PidFile(String path) {
        this.path = Path.of(path);
    }

    /**
     * @throws IOException naming the directive and the path, when it cannot be written
     */
    public void write() throws IOException {
        try {
            Files.writeString(path, ProcessHandle.current().pid() + "\n");
            written = true;
        } catch (IOException e) {
            throw new IOException("PidFile " + path + ": cannot be written: " + e, e);
        }
    }

    /** Deletes the file if it was written here; otherwise it may be another server's. */
    public void delete() {
        if (!written) {
            return;
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "PidFile " + path + ": stays behind: " + e, e);
        }
    }
}

package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of {@code /file/SIZE}: {@code SIZE} bytes of {@code /big}'s content each, made when
 * first asked for and kept until the server ends. The container's own servlet for files sends them.
 */
public final class SizedFiles {
    private static final long MOST = 64 << 20;

    /** Null until the first one is asked for: a server that is killed leaves nothing behind. */
    private Path directory;

    /** Where they are. */
    public synchronized Path directory() throws IOException {
        if (directory == null) {
            String prefix = "servlet-mpm-demo-files-" + ProcessHandle.current().pid() + "-";
            directory = Files.createTempDirectory(prefix).toRealPath();
        }
        return directory;
    }

    /**
     * Makes the file that is asked for, and says of what type it is where the container has no word
     * for it.
     *
     * @return false if the answer, a 400, has been given
     */
    public boolean prepare(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            Query.ofUrl(request);
            make(size(request));
        } catch (BadParameterException bad) {
            Page.refuse(response, bad);
            return false;
        }
        response.setContentType("application/octet-stream");
        return true;
    }

    /** Below {@link #directory}, of a request that was prepared. */
    public static String path(HttpServletRequest request) {
        try {
            return "/" + name(size(request));
        } catch (BadParameterException unprepared) {
            throw new IllegalStateException(unprepared);
        }
    }

    private static long size(HttpServletRequest request) throws BadParameterException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
        return path.isEmpty() ? 1 << 20 : Query.number("SIZE", path, 1, MOST);
    }

    /** Jetty goes by the name for the type, whatever was set. */
    private static String name(long size) {
        return size + ".bin";
    }

    private synchronized void make(long size) throws IOException {
        Path file = directory().resolve(name(size));
        if (Files.exists(file)) {
            return;
        }
        Path part = Files.createTempFile(directory(), "", ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            for (long written = 0; written < size; written += Pattern251.MOST) {
                Pattern251.write(out, written, (int) Math.min(Pattern251.MOST, size - written));
            }
        }
        Files.move(part, file);
    }

    /** Deletes them. */
    synchronized void delete() throws IOException {
        if (directory != null) {
            try (var files = Files.list(directory)) {
                for (Path each : files.toList()) {
                    Files.delete(each);
                }
            }
            Files.delete(directory);
            directory = null;
        }
    }
}

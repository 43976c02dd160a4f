package org.servletmpm.directive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Holds the text of a file of directives. Reading takes as long as the file system does: no lock
 * may be held during it. Immutable; any thread.
 *
 * @param name as it was given, for findings
 */
public record ConfigurationFile(String name, String text) {

    /** A longer file is no file of directives. */
    static final int MOST_BYTES = 1 << 20;

    /**
     * Reads a regular file. A pipe is refused, because reading it may never end.
     *
     * @throws IOException also when it is no regular file, or too long; no message shows anything
     *     of its text
     */
    public static ConfigurationFile read(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(file.toString(), null, "it is no regular file");
        }
        if (attributes.size() > MOST_BYTES) {
            throw new FileSystemException(
                    file.toString(), null, "it has more than " + MOST_BYTES + " bytes");
        }
        try (InputStream in = Files.newInputStream(file)) {
            // Files that the kernel makes have no length, and may have no end.
            byte[] bytes = in.readNBytes((int) attributes.size());
            return new ConfigurationFile(
                    file.toString(), new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /**
     * @return why a file cannot be read, for the person who named it
     */
    public static String reason(IOException failure) {
        return failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : failure.toString();
    }
}

package org.servletmpm.directive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file of directives, as it was when it was read. Reading takes as long as the file system does:
 * no lock is to be held meanwhile.
 *
 * @param name as it was given, for findings
 */
public record ConfigurationFile(String name, String text) {

    /** Longer ones hold something else. */
    static final int MOST_BYTES = 1 << 20;

    /**
     * Reads a file. Nothing else is read, as a pipe whose other end nobody writes to never ends.
     *
     * @throws IOException also when it is no regular file, or too long; no message has anything
     *     that is in it
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
            // The kernel's own have no length, and may have no end.
            byte[] bytes = in.readNBytes((int) attributes.size());
            return new ConfigurationFile(
                    file.toString(), new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /**
     * @return why a file cannot be read, in words for whoever named it
     */
    public static String reason(IOException failure) {
        return failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : failure.toString();
    }
}

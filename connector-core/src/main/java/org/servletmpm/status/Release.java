package org.servletmpm.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Names the release of Servlet MPM that runs. Immutable.
 *
 * @param version as in the artifact's name
 * @param built when it was built, ISO 8601
 */
public record Release(String version, String built) {
    /**
     * Reads the release of these classes, which the build has written beside them.
     *
     * @throws UncheckedIOException if that file cannot be read
     * @throws IllegalStateException if it is missing, as in a repackaged jar without resources
     */
    public static Release load() {
        try (InputStream recorded = Release.class.getResourceAsStream("release.properties")) {
            if (recorded == null) {
                throw new IllegalStateException(
                        "org/servletmpm/status/release.properties is missing: was the jar"
                                + " repackaged without its resources?");
            }
            Properties release = new Properties();
            release.load(recorded);
            return new Release(release.getProperty("version"), release.getProperty("built"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

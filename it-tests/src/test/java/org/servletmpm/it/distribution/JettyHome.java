package org.servletmpm.it.distribution;

import java.nio.file.Path;
import org.eclipse.jetty.server.Server;

/** Jetty's distribution in the version of the class path. */
final class JettyHome {

    static final Distribution ZIP =
            new Distribution("org.eclipse.jetty", "jetty-home", Server.getVersion());

    private JettyHome() {}

    /** Its directory, below this module's {@code target}. */
    static Path unpacked() throws Exception {
        Path archive = ZIP.archive();
        return MadeOnce.get(
                Path.of("target", "jetty-home-" + ZIP.version()).toAbsolutePath(),
                empty -> {
                    Distribution.unpack(archive, empty);
                    return empty.resolve("jetty-home-" + ZIP.version());
                });
    }
}

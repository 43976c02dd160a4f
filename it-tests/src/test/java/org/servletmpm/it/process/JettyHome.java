package org.servletmpm.it.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;

/** Jetty's distribution in the version of the class path. */
final class JettyHome {

    static final Distribution ZIP =
            new Distribution("org.eclipse.jetty", "jetty-home", Server.getVersion());

    private JettyHome() {}

    /** Its directory, below this module's {@code target}. */
    static synchronized Path unpacked() throws IOException, InterruptedException {
        Path home = Path.of("target", "jetty-home-" + ZIP.version()).toAbsolutePath();
        if (!Files.exists(home)) {
            Path archive = ZIP.archive();
            Path unfinished = Files.createTempDirectory(home.getParent(), "jetty-home");
            Distribution.unpack(archive, unfinished);
            Files.move(unfinished.resolve(home.getFileName()), home);
            Files.delete(unfinished);
        }
        return home;
    }
}

package org.servletmpm.mpmctl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Says which server a command is for. */
final class Target {

    @Option(
            names = "--run",
            paramLabel = "DIRECTORY",
            defaultValue = "mpm-run",
            description = "what the control was started with (default: ${DEFAULT-VALUE})")
    private Path run;

    @Option(
            names = "--pid",
            paramLabel = "PROCESS",
            description = "in place of a control, a JVM of this user that has our connector")
    private Optional<Long> pid = Optional.empty();

    @Option(
            names = "--connector",
            paramLabel = "NAME",
            description =
                    "with --pid, which of several connectors, such as http-8080 (default: all)")
    private Optional<String> connector = Optional.empty();

    /**
     * @throws NoServerException when there is none; the message says what there is
     */
    Server connect() throws IOException {
        return pid.isPresent()
                ? JmxServer.attach(pid.get(), connector)
                : new ControlServer(run.resolve("mpm.ctl").toAbsolutePath());
    }
}

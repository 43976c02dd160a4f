package org.servletmpm.mpmctl;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.process.ControlProcess;
import org.servletmpm.process.ControlSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Becomes the control of children that all run the same command. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Opens the port and starts children, each of them COMMAND with the port's socket as its"
                    + " standard input: a server whose connector is one of Servlet MPM's.",
            "SIGTERM or SIGINT stops gracefully, the second one at once; SIGHUP and SIGUSR1 are"
                    + " graceful, SIGWINCH is graceful-stop."
        })
final class Start implements Callable<Integer> {

    @Mixin private Configuration configuration;

    @Option(
            names = "--run",
            paramLabel = "DIRECTORY",
            defaultValue = "mpm-run",
            description =
                    "where this control keeps its sockets and files (default:"
                            + " ${DEFAULT-VALUE})")
    Path run;

    @Option(
            names = "--snapshot",
            paramLabel = "PATH",
            description =
                    "a file or directory that each generation has its own copy of, such as a"
                            + " CATALINA_BASE, beside the jars that the command of a java names"
                            + " (repeatable)")
    List<Path> snapshot = List.of();

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "what each child runs")
    List<String> command = new ArrayList<>();

    @Override
    public Integer call() {
        Directives directives;
        try {
            directives = configuration.read();
        } catch (ConfigurationException | IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return ExitCode.UNUSABLE;
        }
        directives.findings().forEach(System.err::println);
        Path here = Path.of("").toAbsolutePath();
        ControlSettings settings =
                new ControlSettings(
                        directives, command, here, run.toAbsolutePath().normalize(), snapshot);
        try {
            ControlProcess.run(settings, place -> System.err.println("INFO " + place + ": served"));
            return ExitCode.DONE;
        } catch (IOException e) {
            System.err.println("ERROR " + e.getMessage());
            return e.getCause() instanceof BindException ? ExitCode.NO_PORT : ExitCode.FAILED;
        }
    }
}

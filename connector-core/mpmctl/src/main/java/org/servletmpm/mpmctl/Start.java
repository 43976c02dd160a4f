package org.servletmpm.mpmctl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import org.servletmpm.process.Control;
import org.servletmpm.process.ControlSettings;
import org.servletmpm.process.Signals;
import picocli.CommandLine.Command;
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

    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "prefork, worker or event (default: what the file loads, else event)")
    Optional<String> model = Optional.empty();

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "a configuration in httpd's syntax")
    Optional<Path> conf = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "DIRECTIVE=VALUE",
            description =
                    "a directive, before what the file says of it; Listen has to be set in one"
                            + " of the two (repeatable)")
    Map<String, String> set = Map.of();

    @Option(
            names = "--run",
            paramLabel = "DIRECTORY",
            defaultValue = "mpm-run",
            description =
                    "where this control keeps its sockets and files (default:"
                            + " ${DEFAULT-VALUE})")
    Path run;

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "what each child runs")
    List<String> command = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        Directives directives;
        try {
            directives = directives();
        } catch (ConfigurationException | IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return UNUSABLE;
        }
        directives.findings().forEach(System.err::println);
        Path here = Path.of("").toAbsolutePath();
        ControlSettings settings =
                new ControlSettings(directives, command, here, run.toAbsolutePath());
        try (Control control = new Control(settings)) {
            AtomicBoolean stopping = new AtomicBoolean();
            Signals.on(List.of("TERM", "INT"), () -> stop(control, stopping));
            Signals.on(List.of("HUP", "USR1"), control::graceful);
            Signals.on(List.of("WINCH"), control::drain);
            control.start().join();
            System.err.println("INFO port " + control.port() + ": served");
            control.stopped().join();
            return 0;
        } catch (CompletionException e) {
            System.err.println("ERROR " + e.getCause().getMessage());
            return FAILED;
        } catch (IOException e) {
            System.err.println("ERROR " + e.getMessage());
            return FAILED;
        }
    }

    private Directives directives() throws IOException, ConfigurationException {
        Directives.Builder builder = Directives.builder().forProcesses();
        model.map(Model::parse).ifPresent(builder::model);
        if (conf.isPresent()) {
            builder.read(conf.get());
        }
        set.forEach((name, value) -> builder.set(name, value, Origin.of("--set")));
        return builder.build();
    }

    private static void stop(Control control, AtomicBoolean stopping) {
        if (stopping.getAndSet(true)) {
            control.stop();
        } else {
            control.drain();
        }
    }
}

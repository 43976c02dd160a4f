package org.servletmpm.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Origin;
import org.servletmpm.process.Control;
import org.servletmpm.process.ControlSettings;

/**
 * The demo with children that are processes: this one is their control, and each child is the same
 * command once more.
 */
final class ProcessServer implements AutoCloseable {

    private final Configuration configuration;
    private final Path run;
    private final Control control;

    /**
     * @param arguments as on the command line
     * @throws StartException when the configuration cannot be used, or the port is in use
     */
    ProcessServer(Configuration configuration, String... arguments) throws Exception {
        if (configuration.stock() || configuration.transport().unixSocket().isPresent()) {
            throw StartException.configuration(
                    "ERROR --children process: allowed without --stock and --unix-socket", null);
        }
        this.configuration = configuration;
        this.run = Files.createTempDirectory("servlet-mpm-run-");
        Directives directives =
                configuration.checked().toBuilder()
                        .set(
                                Directive.LISTEN.directiveName(),
                                configuration.listen().toString(),
                                Origin.of("--port"))
                        .build();
        List<String> command = command(arguments);
        Path here = Path.of("").toAbsolutePath();
        try {
            this.control =
                    new Control(new ControlSettings(directives, command, here, run, List.of()));
            control.start().join();
        } catch (CompletionException e) {
            throw StartException.configuration("ERROR " + e.getCause().getMessage(), e);
        } catch (IOException e) {
            throw StartException.explained(e, configuration.place());
        }
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Demo.class.getName());
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** What the command prints when it serves, on one line without its end. */
    String readyLine() {
        return "READY pid=%d container=%s model=%s children=process url=http%s://%s:%d"
                .formatted(
                        ProcessHandle.current().pid(),
                        configuration.container(),
                        configuration.model(),
                        configuration.transport().tls() ? "s" : "",
                        configuration.listen().address().orElse("localhost"),
                        control.port());
    }

    /** Stops gracefully and returns when everything has ended. */
    @Override
    public void close() throws IOException {
        control.drain().join();
        control.close();
        TemporaryFiles.delete(run);
    }
}

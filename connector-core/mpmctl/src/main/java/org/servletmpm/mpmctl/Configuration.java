package org.servletmpm.mpmctl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import picocli.CommandLine.Option;

/** Reads the directives that a command line names. */
final class Configuration {

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

    /**
     * @throws ConfigurationException with every error there is
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when there is no such model
     */
    Directives read() throws IOException, ConfigurationException {
        Directives.Builder builder = Directives.builder().forProcesses();
        model.map(Model::parse).ifPresent(builder::model);
        if (conf.isPresent()) {
            builder.read(conf.get());
        }
        set.forEach((name, value) -> builder.set(name, value, Origin.of("--set")));
        return builder.build();
    }
}

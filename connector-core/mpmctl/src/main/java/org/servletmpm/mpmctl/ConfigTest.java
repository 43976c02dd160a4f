package org.servletmpm.mpmctl;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a configuration comes to, and starts nothing. */
@Command(
        name = "configtest",
        mixinStandardHelpOptions = true,
        description = {
            "Reads the configuration as start does, and shows the directives that take effect."
                    + " Corrections are on standard error."
        })
final class ConfigTest implements Callable<Integer> {

    @Mixin private Configuration configuration;

    @Override
    public Integer call() {
        try {
            Directives directives = configuration.read();
            directives.findings().forEach(System.err::println);
            directives.effective().forEach((name, value) -> System.out.println(name + " " + value));
            return ExitCode.DONE;
        } catch (ConfigurationException | IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return ExitCode.UNUSABLE;
        }
    }
}

package org.servletmpm.mpmctl;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Serves a port by children that are processes, and steers the control that does so. */
@Command(
        name = "mpmctl",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Serves a port by children that are processes, as httpd does, and steers the control"
                    + " that does so. With --pid it steers a server whose children are threads."
        },
        subcommands = {
            Start.class,
            ConfigTest.class,
            Steer.Status.class,
            Steer.Top.class,
            Steer.Graceful.class,
            Steer.Rollback.class,
            Steer.Restart.class,
            Steer.GracefulStop.class,
            Steer.Stop.class,
            Steer.Recycle.class,
            Steer.Kill.class,
            Steer.Scale.class,
            Steer.Pause.class,
            Steer.Resume.class,
            Steer.Reload.class,
            Steer.Stacks.class,
            Steer.Logs.class
        },
        footer = {
            "",
            "-k VERB, as apachectl has it, is the same as VERB; options may also stand before it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:what was asked for is done",
            "1:it has failed, and the message says why",
            "2:the command line or the configuration is not usable",
            "3:the port cannot be had",
            "4:no server answers where the command looks for one"
        })
public final class Mpmctl implements Runnable {

    /** Runs a command; its exit code says whether it worked. */
    public static void main(String... arguments) {
        // One line each, as a service manager's log wants it.
        System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s %5$s%6$s%n");
        System.exit(new CommandLine(new Mpmctl()).execute(Arguments.verbFirst(arguments)));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}

package org.servletmpm.mpmctl;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Serves a port by children that are processes, and steers the control that does so. */
@Command(
        name = "mpmctl",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Serves a port by children that are processes, as httpd does.",
        subcommands = {
            Start.class,
            Steer.Status.class,
            Steer.Graceful.class,
            Steer.GracefulStop.class,
            Steer.Stop.class
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:what was asked for is done",
            "1:it has failed, and the message says why",
            "2:the command line or the configuration is not usable"
        })
public final class Mpmctl implements Runnable {

    /** Runs a command; its exit code says whether it worked. */
    public static void main(String... arguments) {
        // One line each, as a service manager's log wants it.
        System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s %5$s%6$s%n");
        System.exit(new CommandLine(new Mpmctl()).execute(arguments));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}

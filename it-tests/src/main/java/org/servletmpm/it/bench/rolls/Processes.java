package org.servletmpm.it.bench.rolls;

import org.servletmpm.it.bench.ProcessThroughput;
import org.servletmpm.it.bench.crashes.Crashes;
import org.servletmpm.it.bench.crashes.Hang;
import org.servletmpm.it.bench.crashes.Leak;
import org.servletmpm.it.bench.crashes.Matrix;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Proves what process mode promises, at length: one sub-command for each promise. */
@Command(
        name = "processes",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Proves at length what children as processes promise.",
        subcommands = {
            Rolls.class,
            Deploys.class,
            Crashes.class,
            Hang.class,
            Leak.class,
            Matrix.class,
            WrkRolls.class,
            Prefork.class,
            Starts.class,
            ProcessThroughput.class
        })
final class Processes implements Runnable {

    private Processes() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Processes()).execute(arguments));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}

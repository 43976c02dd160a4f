package org.servletmpm.it.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints how the MPM connectors compare with the containers' own, as Markdown. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares the models with the containers' own connectors.")
final class Bench implements Callable<Integer> {

    @Option(names = "--demo", required = true, description = "the demo's jar")
    private Path demo;

    @Option(
            names = "--out",
            required = true,
            description = "a directory for the report: benchmark.md, .json and .svg")
    private Path out;

    @Mixin private Options options;

    private Bench() {}

    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new Bench());
        // The script says --out first, and who calls it may say another.
        command.setOverwrittenOptionsAllowed(true);
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Program.isInstalled("wrk")) {
            System.err.println("The benchmark needs wrk (Debian: apt-get install wrk).");
            return 1;
        }
        Selection selection = options.selection();
        Launch launch = new Launch(Path.of(System.getProperty("java.home")), demo, options.jvm());
        Optional<Launch> newer =
                options.virtualJdk().map(home -> new Launch(home, demo, options.jvm()));
        Map<String, String> environment = Environment.describe(launch, newer);
        boolean syscalls = Syscalls.canBeCounted();
        Runner runner = new Runner(selection, launch, newer, syscalls);
        if (!syscalls && selection.parts().contains(Part.ALLOC)) {
            runner.note("system calls: no perf that may count them (Debian: linux-perf; as root)");
        }
        List<Session> sessions = Plan.of(selection);
        System.err.printf("about %d minutes%n", minutes(sessions, selection));
        for (Session session : sessions) {
            runner.run(session);
        }
        List<PeerResult> peers =
                selection.parts().contains(Part.PEERS)
                        ? new Peers(selection, launch, runner).run()
                        : List.of();
        environment.put("load after", Environment.load());
        Report report =
                new Report(
                        environment,
                        selection.method(),
                        runner.results(),
                        runner.costs(),
                        peers,
                        runner.notes());
        System.out.print(Markdown.of(report));
        report.write(out);
        System.err.println("written to " + out.toAbsolutePath().normalize());
        return 0;
    }

    /** Rounded up. */
    private static long minutes(List<Session> sessions, Selection selection) {
        long seconds = Peers.seconds(selection);
        for (Session session : sessions) {
            seconds += session.seconds(selection);
        }
        return (seconds + 59) / 60;
    }
}

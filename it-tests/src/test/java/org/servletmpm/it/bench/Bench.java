package org.servletmpm.it.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    @Mixin private Options options;

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Program.isInstalled("wrk")) {
            System.err.println("The benchmark needs wrk (Debian: apt-get install wrk).");
            return 1;
        }
        Selection selection = options.selection();
        Launch launch = new Launch(Path.of(System.getProperty("java.home")), demo, options.jvm());
        Map<String, String> environment = Environment.describe(launch);
        Runner runner =
                new Runner(
                        selection,
                        launch,
                        options.virtualJdk().map(home -> new Launch(home, demo, options.jvm())),
                        Syscalls.canBeCounted());
        for (Session session : Plan.of(selection)) {
            runner.run(session);
        }
        environment.put("load after", Environment.load());
        Report report =
                new Report(
                        environment,
                        selection.pairs(),
                        selection.seconds(),
                        runner.results(),
                        runner.costs(),
                        List.of(),
                        runner.notes());
        System.out.print(Markdown.of(report));
        return 0;
    }
}

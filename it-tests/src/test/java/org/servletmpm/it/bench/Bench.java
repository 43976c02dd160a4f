package org.servletmpm.it.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    @Mixin private Options options;

    private final List<Result> results = new ArrayList<>();

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
        for (Session session : Plan.of(selection)) {
            run(session, selection, launch);
        }
        System.out.print(Markdown.of(results));
        return 0;
    }

    private void run(Session session, Selection selection, Launch launch)
            throws InterruptedException {
        try (Pair pair = Pair.start(launch, session.setup())) {
            pair.warmUp(Wrk.get(16, "/hello"), selection.warmUpSeconds());
            for (Probe probe : session.probes()) {
                run(session, probe, selection, pair);
            }
        } catch (IOException | IllegalStateException e) {
            for (Probe probe : session.probes()) {
                add(result(session, probe, Optional.empty(), e.getMessage()));
            }
        }
    }

    private void run(Session session, Probe probe, Selection selection, Pair pair)
            throws InterruptedException {
        try {
            if (probe.part() != Part.TARGETS) {
                pair.warmUp(probe.load(), 1);
            }
            Comparison comparison =
                    pair.compare(probe.load(), selection.pairs(), selection.seconds());
            String note = String.join("; ", comparison.errors());
            add(result(session, probe, Optional.of(comparison), note));
        } catch (IOException e) {
            add(result(session, probe, Optional.empty(), e.getMessage()));
        }
    }

    private static Result result(
            Session session, Probe probe, Optional<Comparison> comparison, String note) {
        Setup setup = session.setup();
        return new Result(
                probe.part(),
                setup.container(),
                setup.model(),
                probe.what(),
                probe.target(),
                comparison,
                note);
    }

    /** Who waits for the end sees what there is so far. */
    private void add(Result result) {
        results.add(result);
        System.err.printf(
                Locale.ROOT,
                "%s %s %s %s: %s%n",
                result.part().id(),
                result.container(),
                result.model(),
                result.what().id(),
                result.comparison()
                        .map(c -> "req/s " + c.rate().show(2) + ", p99 " + c.p99().show(2))
                        .orElse(result.note()));
    }
}

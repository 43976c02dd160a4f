package org.servletmpm.it.soak;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Soaks each model and prints what became of every request, and what servers held at the start, at
 * most and at the end. Ends with 1 when something did not return, a request was not answered and
 * nobody told its client, an answer was wrong or the log tells of something unexpected.
 */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description =
                "Lets clients do everything at random, and leave at any moment; says whether the"
                        + " servers are then what they were before.")
final class Soak implements Callable<Integer> {

    /** Seconds: Tomcat keeps an idle HTTP/2 connection for 20, idle threads go after 10. */
    private static final int PATIENCE = 45;

    /** Seconds, of the servers. */
    private static final int TIMEOUT = 6;

    @Option(names = "--demo", required = true, description = "the demo's jar")
    private Path demo;

    @Option(names = "--container", description = "tomcat or jetty (tomcat)")
    private String container = "tomcat";

    @Option(names = "--model", split = ",", description = "prefork,worker,event (all)")
    private List<String> models = List.of("prefork", "worker", "event");

    @Option(names = "--stock", description = "the container's own connector instead")
    private boolean stock;

    @Option(names = "--seconds", description = "of all models together (300)")
    private int seconds = 300;

    @Option(names = "--warm-up", description = "seconds, before, for each model (15)")
    private int warmUp = 15;

    @Option(names = "--clients", description = "at once (24)")
    private int clients = 24;

    @Option(names = "--every", description = "seconds from one disruption to the next (10)")
    private int every = 10;

    @Option(
            names = "--disruptions",
            split = ",",
            converter = ByName.class,
            description = "what servers go through: ${COMPLETION-CANDIDATES} (all)")
    private List<Disruption> disruptions = List.of(Disruption.values());

    @Option(names = "--seed", description = "of everything random (the time)")
    private long seed = System.nanoTime();

    @Option(names = "--no-dump", description = "no threads when a figure does not return")
    private boolean noDump;

    private Soak() {}

    /** By the names that are printed. */
    static final class ByName implements CommandLine.ITypeConverter<Disruption> {
        @Override
        public Disruption convert(String name) {
            return Disruption.valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Soak()).execute(arguments));
    }

    private Setting setting(String model) {
        return new Setting(container, model, stock, TIMEOUT, List.of());
    }

    @Override
    public Integer call() throws Exception {
        List<Setting> settings =
                stock ? List.of(setting("event")) : models.stream().map(this::setting).toList();
        // Its servers would outlive it when it is interrupted.
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () ->
                                        ProcessHandle.current()
                                                .descendants()
                                                .forEach(ProcessHandle::destroyForcibly)));
        System.out.printf("Seed %d, %d clients%n", seed, clients);
        boolean passed = true;
        for (Setting setting : settings) {
            SoakRun run =
                    new SoakRun(
                            setting,
                            warmUp,
                            seconds / settings.size(),
                            clients,
                            disruptions,
                            1000L * every,
                            PATIENCE,
                            Actions.all(),
                            seed);
            Results results = new Results();
            List<SoakRun.Outcome> outcomes = run.run(demo, results);
            new Printout(System.out).print(setting, run.seconds(), results, outcomes, !noDump);
            passed &=
                    results.faults() == 0
                            && results.isComplete()
                            && outcomes.stream().allMatch(SoakRun.Outcome::passed);
        }
        System.out.println(passed ? "PASSED" : "FAILED (seed " + seed + ")");
        return passed ? 0 : 1;
    }
}

package org.servletmpm.it.httpd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.servletmpm.it.client.ClientThreads;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Plays one load against the demo and httpd at the same time, prints busy workers, idle workers and
 * children of both once a second, and says whether they agree within a second. Exits with 1 when
 * they do not.
 */
@Command(
        name = "side-by-side",
        mixinStandardHelpOptions = true,
        description = "Compares how the pool of the demo and httpd's grow and shrink.")
final class SideBySide implements Callable<Integer> {

    /**
     * When the load changes and when it is sampled, in ms after httpd's own tick, which comes once
     * a second from its start. httpd is started so that the demo's tick is not between the two
     * either. So each tick sees a whole step, and each sample what the last tick has done.
     */
    private static final long CHANGED_AT = 370;

    private static final long SAMPLED_AT = 690;

    /**
     * From the demo's tick to the start of httpd, ms: it listens about when the demo ticks again.
     */
    private static final long APART = 850;

    /** Before the load begins, one request is held so long that both pools are at rest, ms. */
    private static final long WARM_UP = 3_000;

    @Option(names = "--demo", required = true, description = "the demo's jar")
    private Path demo;

    @Option(names = "--container", description = "tomcat or jetty (tomcat)")
    private String container = "tomcat";

    @Option(names = "--model", split = ",", description = "prefork,worker,event (all)")
    private List<String> models = List.of("prefork", "worker", "event");

    @Option(names = "--children", description = "thread or process (thread)")
    private String children = "thread";

    @Option(
            names = "--slower",
            description = "each step so many times as long, and only its end compared (1)")
    private int slower = 1;

    private SideBySide() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SideBySide()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        boolean withHttpd = Httpd.isInstalled();
        if (!withHttpd) {
            System.err.println(
                    "Apache httpd is not installed (Debian: apt-get install apache2): the demo is"
                            + " shown alone.");
        }
        boolean agreed = true;
        for (String model : models) {
            Scenario scenario = Scenario.of(model).slower(slower);
            System.out.println(model + ": " + String.join(", ", scenario.directives()));
            try (Demo ours = startAtTick(scenario)) {
                if (withHttpd) {
                    TimeUnit.MILLISECONDS.sleep(APART);
                    try (Httpd theirs = Httpd.start(scenario)) {
                        agreed &= compare(scenario, List.of(theirs, ours));
                    }
                } else {
                    compare(scenario, List.of(ours));
                }
            } catch (ExecutionException | TimeoutException | IOException e) {
                System.out.println("No comparison, a request was not answered: " + e + "\n");
                agreed = false;
            }
        }
        return agreed ? 0 : 1;
    }

    /** Starts the demo, and again where the machine is too busy to see its first tick. */
    private Demo startAtTick(Scenario scenario) throws Exception {
        while (true) {
            Demo started = Demo.start(demo, container, children, scenario);
            try {
                if (slower > 1 ? awaitChildren(started, scenario) : awaitTick(started, scenario)) {
                    return started;
                }
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
                started.close();
                throw e;
            }
            started.close();
        }
    }

    /**
     * One request is enough to make every scenario's pool grow at the next tick.
     *
     * @return false when it has grown before it could be looked at
     */
    private static boolean awaitTick(Demo demo, Scenario scenario)
            throws IOException, InterruptedException {
        try (Load one = new Load(demo, scenario.bound())) {
            one.hold(1);
            if (children(one, scenario) != scenario.startServers()) {
                return false;
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            while (children(one, scenario) == scenario.startServers()) {
                if (System.nanoTime() > end) {
                    throw new IOException("the demo's pool does not grow");
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
            return true;
        }
    }

    /** The demo is ready with its first child when children are processes. */
    private static boolean awaitChildren(Demo demo, Scenario scenario)
            throws IOException, InterruptedException {
        try (Load one = new Load(demo, scenario.bound())) {
            one.hold(1);
            while (children(one, scenario) < scenario.startServers()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            return true;
        }
    }

    private static int children(Load load, Scenario scenario) throws IOException {
        return load.sample(scenario.threadsPerChild()).children();
    }

    private boolean compare(Scenario scenario, List<Subject> subjects) throws Exception {
        List<Load> loads =
                subjects.stream().map(subject -> new Load(subject, scenario.bound())).toList();
        List<List<Sample>> series = new ArrayList<>();
        subjects.forEach(subject -> series.add(new ArrayList<>()));
        try (ClientThreads clientThreads = new ClientThreads()) {
            long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WARM_UP);
            for (Load load : loads) {
                load.hold(1);
            }
            awaitMillis(start, CHANGED_AT);
            for (int second = 0; second < scenario.load().size(); second++) {
                int requests = scenario.load().get(second);
                each(loads, load -> clientThreads.start(() -> held(load, requests)));
                awaitMillis(start, second * 1_000L + SAMPLED_AT);
                List<Sample> samples = samples(clientThreads, loads, scenario.threadsPerChild());
                for (int i = 0; i < samples.size(); i++) {
                    series.get(i).add(samples.get(i));
                }
                awaitMillis(start, (second + 1) * 1_000L + CHANGED_AT);
            }
        } finally {
            for (Load load : loads) {
                load.close();
            }
        }
        return new Printout(scenario, subjects, series, slower > 1).print(System.out);
    }

    private static Load held(Load load, int requests) throws IOException, InterruptedException {
        load.hold(requests);
        return load;
    }

    private static List<Sample> samples(
            ClientThreads clientThreads, List<Load> loads, int threadsPerChild) throws Exception {
        return each(loads, load -> clientThreads.start(() -> load.sample(threadsPerChild)));
    }

    /**
     * @throws TimeoutException with the names of those that do not come to an end
     */
    private static <T> List<T> each(List<Load> loads, Function<Load, CompletableFuture<T>> begins)
            throws Exception {
        Map<String, CompletableFuture<T>> begun = new LinkedHashMap<>();
        loads.forEach(load -> begun.put(load.server(), begins.apply(load)));
        try {
            return ClientThreads.join(List.copyOf(begun.values()));
        } catch (TimeoutException e) {
            begun.values().removeIf(CompletableFuture::isDone);
            throw new TimeoutException("no answer of " + String.join(", ", begun.keySet()));
        }
    }

    private static void awaitMillis(long startNanos, long millis) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(startNanos + millis * 1_000_000 - System.nanoTime());
    }
}

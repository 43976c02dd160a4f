package org.servletmpm.it.bench.slow;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.servletmpm.it.process.DemoProcess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Prints what one normal client notices of many slow ones, as a Markdown table: in event and with
 * the container's own connector, which run at the same time and are loaded in turns, so that what
 * else the machine does hits both.
 */
@Command(
        name = "slow-clients",
        mixinStandardHelpOptions = true,
        description = "Measures a normal client beside slow ones, in event and on stock.")
final class SlowClients implements Callable<Integer> {

    /** What a container's connector has to work with. */
    private static final int WORKERS = 8;

    private static final int SEND_BUFFER = 65536;

    @Option(names = "--demo", required = true, description = "the demo's jar")
    private Path demo;

    @Option(names = "--container", split = ",", description = "tomcat,jetty (both)")
    private List<String> containers = List.of("tomcat", "jetty");

    @Option(names = "--readers", split = ",", description = "slow readers at once (0,100,400)")
    private List<Integer> readers = List.of(0, 100, 400);

    @Option(names = "--half", split = ",", description = "half requests at once (2000)")
    private List<Integer> half = List.of(2000);

    @Option(names = "--refused", split = ",", description = "refused slow uploads (200)")
    private List<Integer> refused = List.of(200);

    @Option(names = "--set", description = "one more directive for event, as of the demo")
    private List<String> directives = List.of();

    @Option(names = "--connector", description = "an attribute of both connectors, as of the demo")
    private List<String> attributes = List.of();

    @Option(names = "--heap", description = "of each server, as in -Xmx (4g)")
    private String heap = "4g";

    @Option(names = "--seconds", description = "of each run (10)")
    private int seconds = 10;

    @Option(names = "--rounds", description = "runs of each server, taken in turns (2)")
    private int rounds = 2;

    private SlowClients() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SlowClients()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.printf(
                "GET /hello on one kept connection, %d workers, SendBufferSize %d, -Xmx%s, %d x %d s;"
                        + " ms%n%n"
                        + "| container | slow clients | connector | answers | time outs | failures"
                        + " | p50 | p99 | slow clients read, MB/s |%n"
                        + "|---|---|---|---:|---:|---:|---:|---:|---:|%n",
                WORKERS, SEND_BUFFER, heap, rounds, seconds);
        for (String container : containers) {
            compare(container);
        }
        System.out.printf(
                Locale.ROOT,
                "%nLoad average of the machine at the end: %.1f on %d processors.%n",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
        return 0;
    }

    private void compare(String container) throws IOException, InterruptedException {
        List<String> jvm = List.of("-Xmx" + heap);
        try (DemoProcess event = DemoProcess.start(demo, jvm, arguments(container, directives));
                DemoProcess stock =
                        DemoProcess.start(demo, jvm, arguments(container, List.of(), "--stock"))) {
            Competitor[] both = {
                new Competitor("event", event.awaitReady()),
                new Competitor("stock", stock.awaitReady())
            };
            for (Competitor each : both) {
                NormalClient.ask(each.port(), seconds);
            }
            for (Load load : loads()) {
                measure(container, load, both);
            }
        } catch (IllegalStateException e) {
            System.out.printf("| %s | failed |%n", container);
            System.err.println(container + ": " + e.getMessage());
        }
    }

    private void measure(String container, Load load, Competitor... both)
            throws InterruptedException {
        List<List<Load.Run>> runs = List.of(new ArrayList<>(), new ArrayList<>());
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < both.length; i++) {
                runs.get(i).add(load.run(both[i].port(), seconds));
            }
        }
        for (int i = 0; i < both.length; i++) {
            System.out.println(row(container, load, both[i].name(), runs.get(i)));
        }
    }

    private String row(String container, Load load, String connector, List<Load.Run> runs) {
        Latencies.Summary sum =
                Latencies.sum(runs.stream().map(Load.Run::normal).toArray(Latencies[]::new));
        double megabytes = runs.stream().mapToLong(Load.Run::slowBytes).sum() / 1e6;
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d | %d | %d | %s | %s | %.1f |",
                container,
                load.name(),
                connector,
                sum.answers(),
                sum.timeouts(),
                sum.failures(),
                sum.percentile(50),
                sum.percentile(99),
                megabytes / (rounds * seconds));
    }

    private List<Load> loads() {
        return Stream.of(
                        readers.stream().map(n -> new Load("readers", n, SlowReader::new)),
                        half.stream()
                                .filter(n -> n > 0)
                                .map(n -> new Load("half requests", n, SlowSender::halfRequest)),
                        refused.stream()
                                .filter(n -> n > 0)
                                .map(n -> new Load("refused uploads", n, SlowSender::refused)))
                .flatMap(loads -> loads)
                .toList();
    }

    private List<String> arguments(String container, List<String> directives, String... more) {
        Stream<String> settings =
                Stream.concat(
                        Stream.of(
                                "StartServers=1",
                                "ThreadsPerChild=" + WORKERS,
                                "MaxRequestWorkers=" + WORKERS,
                                "SendBufferSize=" + SEND_BUFFER),
                        directives.stream());
        return Stream.of(
                        Stream.of("--container", container, "--model", "event", "--port", "0"),
                        settings.flatMap(directive -> Stream.of("--set", directive)),
                        attributes.stream().flatMap(each -> Stream.of("--connector", each)),
                        Stream.of(more))
                .flatMap(part -> part)
                .toList();
    }

    /** One of the two that are compared. */
    private record Competitor(String name, int port) {}

    /** So many slow clients of a kind. */
    private record Load(String kind, int number, SlowClientThread.Kind client) {

        private static final int ARRIVAL_MILLIS = 2_000;

        /** Until what one run has left behind is gone from the server, which is not measured. */
        private static final int SETTLING_MILLIS = 2_000;

        /**
         * @param slowBytes what the slow ones have read meanwhile
         */
        record Run(Latencies normal, long slowBytes) {}

        String name() {
            return number + " " + kind;
        }

        Run run(int port, int seconds) throws InterruptedException {
            Run run;
            try (SlowClientThread clientThreads =
                    SlowClientThread.of(client, number, port, ARRIVAL_MILLIS)) {
                TimeUnit.MILLISECONDS.sleep(ARRIVAL_MILLIS + SETTLING_MILLIS);
                long before = clientThreads.received();
                Latencies normal = NormalClient.ask(port, seconds);
                run = new Run(normal, clientThreads.received() - before);
            }
            TimeUnit.MILLISECONDS.sleep(SETTLING_MILLIS);
            return run;
        }
    }
}

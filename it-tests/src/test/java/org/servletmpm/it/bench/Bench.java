package org.servletmpm.it.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.servletmpm.it.process.DemoProcess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Prints how the MPM connectors compare with the containers' own, as a Markdown table. Both servers
 * run at the same time, each in its JVM; only one is loaded at a time, in turns, so that what else
 * the machine does hits both.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Compares each model with the container's own connector.")
final class Bench implements Callable<Integer> {

    @Option(names = "--demo", required = true, description = "the demo's jar")
    private Path demo;

    @Option(names = "--container", split = ",", description = "tomcat,jetty (both)")
    private List<String> containers = List.of("tomcat", "jetty");

    @Option(names = "--model", split = ",", description = "prefork,worker,event (all)")
    private List<String> models = List.of("prefork", "worker", "event");

    @Option(names = "--connections", split = ",", description = "how many at once (1,8,64)")
    private List<Integer> connections = List.of(1, 8, 64);

    @Option(names = "--seconds", description = "of each run (3)")
    private int seconds = 3;

    @Option(names = "--pairs", description = "runs of each server, taken in turns (5)")
    private int pairs = 5;

    @Option(names = "--warm-up", description = "seconds for each server before the first run (6)")
    private int warmUp = 6;

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Wrk.isInstalled()) {
            System.err.println("The benchmark needs wrk (Debian: apt-get install wrk).");
            return 1;
        }
        System.out.printf(
                "GET /hello, plain HTTP, %d pairs of %d s, median [min-max]; p99 in ms%n%n"
                        + "| container | model | connections | ratio | req/s | stock req/s | p99 | stock p99 |%n"
                        + "|---|---|---:|---:|---:|---:|---:|---:|%n",
                pairs, seconds);
        for (String container : containers) {
            for (String model : models) {
                compare(container, model);
            }
        }
        return 0;
    }

    private void compare(String container, String model) throws IOException, InterruptedException {
        List<String> arguments = arguments(container, model);
        List<String> stockArguments =
                Stream.concat(arguments.stream(), Stream.of("--stock")).toList();
        try (DemoProcess mpm = DemoProcess.start(demo, List.of(), arguments);
                DemoProcess stock = DemoProcess.start(demo, List.of(), stockArguments)) {
            int mpmPort = mpm.awaitReady();
            int stockPort = stock.awaitReady();
            Wrk.run(mpmPort, 16, warmUp);
            Wrk.run(stockPort, 16, warmUp);
            for (int number : connections) {
                System.out.println(row(container, model, number, mpmPort, stockPort));
            }
        } catch (IllegalStateException | IOException e) {
            System.out.printf("| %s | %s | failed |%n", container, model);
            System.err.println(container + " " + model + ": " + e.getMessage());
        }
    }

    private String row(String container, String model, int number, int mpmPort, int stockPort)
            throws IOException, InterruptedException {
        Wrk.Measurement[] mpm = new Wrk.Measurement[pairs];
        Wrk.Measurement[] stock = new Wrk.Measurement[pairs];
        double[] ratios = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            mpm[i] = Wrk.run(mpmPort, number, seconds);
            stock[i] = Wrk.run(stockPort, number, seconds);
            ratios[i] = mpm[i].requestsPerSecond() / stock[i].requestsPerSecond();
        }
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s | %s | %s | %s | %s |",
                container,
                model,
                number,
                Spread.of(ratios).show(2),
                rate(mpm).show(0),
                rate(stock).show(0),
                p99(mpm).show(2),
                p99(stock).show(2));
    }

    private static Spread rate(Wrk.Measurement[] runs) {
        return Spread.of(Stream.of(runs).mapToDouble(Wrk.Measurement::requestsPerSecond).toArray());
    }

    private static Spread p99(Wrk.Measurement[] runs) {
        return Spread.of(Stream.of(runs).mapToDouble(Wrk.Measurement::p99Millis).toArray());
    }

    /** A worker for each connection in every model, and as many for the stock connector. */
    private static List<String> arguments(String container, String model) {
        Stream<String> directives =
                model.equals("prefork")
                        ? Stream.of(
                                "StartServers=80",
                                "MinSpareServers=1",
                                "MaxSpareServers=80",
                                "MaxRequestWorkers=128")
                        : Stream.of(
                                "StartServers=4", "ThreadsPerChild=32", "MaxRequestWorkers=128");
        return Stream.concat(
                        Stream.of("--container", container, "--model", model, "--port", "0"),
                        directives.flatMap(directive -> Stream.of("--set", directive)))
                .toList();
    }
}

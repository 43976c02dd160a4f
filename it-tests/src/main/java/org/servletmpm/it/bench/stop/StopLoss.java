package org.servletmpm.it.bench.stop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.process.DemoProcess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Prints how many requests a SIGTERM costs clients that are kept alive, as a Markdown table: one
 * server after the other, each stopped after some seconds.
 */
@Command(
        name = "stop-loss",
        mixinStandardHelpOptions = true,
        description = "Counts the requests that a stop costs, in each model and on stock.")
final class StopLoss implements Callable<Integer> {

    private static final String STOCK = "stock";
    private static final int SECONDS_BEFORE = 4;
    private static final int SECONDS_AFTER = 10;

    @Option(names = "--demo", required = true, description = "the demo's jar")
    private Path demo;

    @Option(names = "--container", split = ",", description = "tomcat,jetty (both)")
    private List<String> containers = List.of("tomcat", "jetty");

    @Option(names = "--model", split = ",", description = "stock,prefork,worker,event (all)")
    private List<String> models = List.of(STOCK, "prefork", "worker", "event");

    @Option(names = "--clients", description = "at once (100)")
    private int clients = 100;

    private StopLoss() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new StopLoss()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        System.out.printf(
                "%d clients POST over kept connections, pause up to 3.5 s and repeat nothing;"
                        + " SIGTERM after %d s%n%n"
                        + "| container | connector | answered | lost | stopped after, s |%n"
                        + "|---|---|---:|---:|---:|%n",
                clients, SECONDS_BEFORE);
        for (String container : containers) {
            for (String model : models) {
                System.out.println(row(container, model));
            }
        }
        return 0;
    }

    private String row(String container, String model) throws Exception {
        try (DemoProcess server = DemoProcess.start(demo, List.of(), arguments(container, model));
                ClientThreads threads = new ClientThreads()) {
            int port = server.awaitReady();
            // Anything but a 200 is lost.
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_BEFORE + SECONDS_AFTER);
            List<CompletableFuture<PausingClient.Count>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(
                        threads.start(
                                new PausingClient(
                                        port, "/upload", 201, () -> System.nanoTime() >= end, i)));
            }
            TimeUnit.SECONDS.sleep(SECONDS_BEFORE);
            long began = System.nanoTime();
            server.terminate();
            server.awaitExit();
            double seconds = (System.nanoTime() - began) / 1e9;
            PausingClient.Count count = new PausingClient.Count(0, 0);
            for (CompletableFuture<PausingClient.Count> each : all) {
                count = count.plus(each.get());
            }
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %d | %.1f |",
                    container,
                    model,
                    count.answered(),
                    count.lost(),
                    seconds);
        }
    }

    /** Gives every client a thread where a connection holds one. */
    private List<String> arguments(String container, String model) {
        List<String> all = new ArrayList<>(List.of("--container", container, "--port", "0"));
        if (model.equals(STOCK)) {
            all.add("--stock");
            return all;
        }
        all.addAll(List.of("--model", model));
        List<String> directives =
                new ArrayList<>(List.of("KeepAliveTimeout=5", "GracefulShutdownTimeout=20"));
        if (model.equals("prefork")) {
            directives.add("StartServers=" + (clients + 10));
            directives.add("MaxSpareServers=" + (clients + 20));
        } else {
            directives.add("StartServers=" + (clients / 25 + 2));
        }
        directives.forEach(directive -> all.addAll(List.of("--set", directive)));
        return all;
    }
}

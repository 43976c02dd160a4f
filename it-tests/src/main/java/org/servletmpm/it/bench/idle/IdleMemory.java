package org.servletmpm.it.bench.idle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Prints how much of the server's heap a connection takes that waits for its next request: the
 * difference between two histograms of live objects, before and after so many connections that have
 * each had one answer.
 */
@Command(
        name = "idle-memory",
        mixinStandardHelpOptions = true,
        description = "Prints the heap that a connection between two requests takes.")
final class IdleMemory implements Callable<Integer> {

    @Option(names = "--demo", required = true, description = "the demo's jar")
    private Path demo;

    @Option(names = "--container", split = ",", description = "tomcat,jetty (both)")
    private List<String> containers = List.of("tomcat", "jetty");

    @Option(names = "--connections", description = "that are open at once (4000)")
    private int connections = 4000;

    @Option(names = "--tls", description = "over TLS")
    private boolean tls;

    @Option(names = "--stock", description = "the container's own connector")
    private boolean stock;

    @Option(names = "--path", description = "what each one has asked for (/hello)")
    private String path = "/hello";

    @Option(names = "--classes", description = "how many classes to print (20)")
    private int shown = 20;

    private IdleMemory() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new IdleMemory()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (String container : containers) {
            print(
                    container,
                    new IdleConnections(arguments(container), path, connections).heap(demo));
        }
        return 0;
    }

    private List<String> arguments(String container) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--container", container, "--model", "event", "--port", "0"));
        arguments.addAll(List.of("--set", "KeepAliveTimeout=600"));
        if (stock) {
            arguments.add("--stock");
        }
        // Jetty knows no other time for them, and ends them by it in any case.
        String name = container.equals("jetty") ? "idleTimeout" : "keepAliveTimeout";
        if (stock || container.equals("jetty")) {
            arguments.addAll(List.of("--connector", name + "=600000"));
        }
        if (tls) {
            arguments.add("--tls");
        }
        return arguments;
    }

    private void print(String container, Histogram more) {
        System.out.printf(
                Locale.ROOT,
                "%s %s, %s, %d connections: %d bytes of heap for each%n",
                container,
                stock ? "stock" : "event",
                tls ? "TLS" : "plain",
                connections,
                Math.round((double) more.bytes() / connections));
        for (Histogram.Row row : more.top(shown)) {
            System.out.printf(
                    Locale.ROOT,
                    "%10.1f bytes %8.2f of %s%n",
                    (double) row.count().bytes() / connections,
                    (double) row.count().instances() / connections,
                    row.name());
        }
    }
}

package org.servletmpm.it.idle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.process.DemoProcess;
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

    /** That come and go before, so that classes, pools and caches are there already. */
    private static final int EARLIER = 200;

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
            measure(container);
        }
        return 0;
    }

    private void measure(String container) throws IOException, InterruptedException {
        try (DemoProcess server =
                DemoProcess.start(demo, List.of("-Xmx1g"), arguments(container))) {
            int port = server.awaitReady();
            close(open(port, EARLIER));
            Histogram before = histogram(server.pid());
            List<RawConnection> open = open(port, connections);
            try {
                print(container, histogram(server.pid()).minus(before));
            } finally {
                close(open);
            }
        }
    }

    private List<String> arguments(String container) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--container", container, "--model", "event", "--port", "0"));
        arguments.addAll(List.of("--set", "KeepAliveTimeout=600"));
        if (stock) {
            arguments.add("--stock");
            // Jetty knows no other time for them.
            String name = container.equals("jetty") ? "idleTimeout" : "keepAliveTimeout";
            arguments.addAll(List.of("--connector", name + "=600000"));
        }
        if (tls) {
            arguments.add("--tls");
        }
        return arguments;
    }

    private List<RawConnection> open(int port, int number) throws IOException {
        List<RawConnection> open = new ArrayList<>(number);
        for (int i = 0; i < number; i++) {
            RawConnection connection = RawConnection.open(port, tls);
            open.add(connection);
            Response answer = connection.get(path);
            if (answer.status() != 200) {
                throw new IOException("connection " + i + " was answered " + answer);
            }
        }
        return open;
    }

    private static void close(List<RawConnection> open) throws IOException {
        for (RawConnection connection : open) {
            connection.close();
        }
    }

    /** The collection that finds what is dead may also find what refers to it, and so the next. */
    private static Histogram histogram(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        return Histogram.parse(jcmd(pid, "GC.class_histogram"));
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process =
                new ProcessBuilder(jcmd.toString(), String.valueOf(pid), command)
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + output);
        }
        return output;
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

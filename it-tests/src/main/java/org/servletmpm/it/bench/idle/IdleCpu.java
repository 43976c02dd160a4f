package org.servletmpm.it.bench.idle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.process.DemoProcess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Prints what a server without traffic takes of a processor, with connections that wait for their
 * next request: of the whole process, of the engine's own threads, and who wakes most often.
 */
@Command(
        name = "idle-cpu",
        mixinStandardHelpOptions = true,
        description = "Prints the processor time and the wakes of a server without traffic.")
final class IdleCpu implements Callable<Integer> {

    private static final int SHOWN = 6;

    @Option(names = "--demo", required = true, description = "the demo's jar")
    private Path demo;

    @Option(names = "--container", split = ",", description = "tomcat,jetty (both)")
    private List<String> containers = List.of("tomcat", "jetty");

    @Option(
            names = "--model",
            split = ",",
            description = "prefork,worker,event,stock (event,stock)")
    private List<String> models = List.of("event", "stock");

    @Option(names = "--connections", description = "that are open and idle (50)")
    private int connections = 50;

    @Option(names = "--after", description = "seconds from the last answer (60)")
    private int after = 60;

    @Option(names = "--seconds", description = "that are looked at (30)")
    private int seconds = 30;

    @Option(names = "--set", description = "a directive, Name=value")
    private List<String> directives = List.of();

    private IdleCpu() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new IdleCpu()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (String container : containers) {
            for (String model : models) {
                print(container + " " + model, measured(container, model));
            }
        }
        return 0;
    }

    private Tasks measured(String container, String model)
            throws IOException, InterruptedException {
        List<RawConnection> open = new ArrayList<>();
        try (DemoProcess server = DemoProcess.start(demo, List.of(), arguments(container, model))) {
            int port = server.awaitReady();
            for (int n = 0; n < connections; n++) {
                RawConnection connection = RawConnection.open(port, false);
                open.add(connection);
                connection.get("/hello");
            }
            Thread.sleep(after * 1000L);
            Tasks before = Tasks.of(server.pid());
            Thread.sleep(seconds * 1000L);
            return Tasks.of(server.pid()).since(before);
        } finally {
            for (RawConnection connection : open) {
                connection.close();
            }
        }
    }

    private List<String> arguments(String container, String model) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--container", container, "--port", "0"));
        boolean jetty = container.equals("jetty");
        if (model.equals("stock")) {
            arguments.add("--stock");
        } else {
            arguments.addAll(List.of("--model", model, "--set", "KeepAliveTimeout=600"));
            directives.forEach(each -> arguments.addAll(List.of("--set", each)));
        }
        // The connections are to be there until the end.
        if (jetty || model.equals("stock")) {
            String time = jetty ? "idleTimeout" : "keepAliveTimeout";
            arguments.addAll(List.of("--connector", time + "=600000"));
        }
        return arguments;
    }

    private void print(String what, Tasks idle) {
        System.out.printf(
                Locale.ROOT,
                "%s, %d idle connections, JDK %s: %.3f %% of a core, of which the engine %.3f %%;"
                        + " wakes a second %.1f, of which the engine %.1f%n",
                what,
                connections,
                Runtime.version().feature(),
                share(idle, idle.byId().values()),
                share(idle, idle.ours()),
                wakes(idle, idle.byId().values()),
                wakes(idle, idle.ours()));
        for (Tasks.Task task : idle.busiest().subList(0, SHOWN)) {
            System.out.printf(
                    Locale.ROOT,
                    "%10.2f wakes a second %8.3f %%  %s%n",
                    task.wakes() / idle.seconds(),
                    100.0 * task.nanos() / idle.atNanos(),
                    task.name());
        }
    }

    private static double share(Tasks idle, Iterable<Tasks.Task> of) {
        long nanos = 0;
        for (Tasks.Task task : of) {
            nanos += task.nanos();
        }
        return 100.0 * nanos / idle.atNanos();
    }

    private static double wakes(Tasks idle, Iterable<Tasks.Task> of) {
        long wakes = 0;
        for (Tasks.Task task : of) {
            wakes += task.wakes();
        }
        return wakes / idle.seconds();
    }
}

package org.servletmpm.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.process.ControlProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what two children as processes serve, beside the same two in one JVM. */
@Command(
        name = "throughput",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Loads the hello servlet with wrk, in turns: two children as processes, and two with as"
                    + " many threads in one JVM. Prints requests a second, p99 and processor time"
                    + " for each request: the processes' figure, that of the one JVM, their ratio."
        })
public final class ProcessThroughput implements Callable<Integer> {

    private static final int CHILDREN = 2;
    private static final long LOOK_MILLIS = 200;

    /** Nobody waits for a worker, whichever child has more of the connections. */
    private static final List<String> DIRECTIVES =
            List.of(
                    "StartServers=" + CHILDREN,
                    "ServerLimit=" + CHILDREN,
                    "MinSpareThreads=1",
                    "MaxSpareThreads=128",
                    "ThreadsPerChild=64",
                    "MaxRequestWorkers=128");

    @Option(names = "--demo", required = true, description = "the demo's jar")
    private Path demo;

    /** Given by the script to each of its parts; not needed here. */
    @Option(names = "--mpmctl", hidden = true)
    private Path mpmctl;

    @Option(names = "--container", split = ",", description = "tomcat,jetty (both)")
    private List<String> containers = List.of("tomcat", "jetty");

    @Option(names = "--model", split = ",", description = "event,worker (both)")
    private List<String> models = List.of("event", "worker");

    @Option(names = "--connections", split = ",", description = "at once (8,64)")
    private List<Integer> connections = List.of(8, 64);

    @Option(names = "--pairs", description = "runs of each, in turns (10)")
    private int pairs = 10;

    @Option(names = "--seconds", description = "of each run (2)")
    private int seconds = 2;

    @Option(names = "--warm-up", description = "seconds for each server (20)")
    private int warmUp = 20;

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println("| | connections | | processes | one JVM | ratio |");
        System.out.println("|---|---:|---|---:|---:|---:|");
        for (String container : containers) {
            for (String model : models) {
                compare(container, model);
            }
        }
        return 0;
    }

    private void compare(String container, String model) throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("--container", container, "--model", model));
        Path directory = Files.createTempDirectory("throughput");
        Path javaHome = Path.of(System.getProperty("java.home"));
        Launch launch = new Launch(javaHome, demo.toAbsolutePath(), List.of());
        try (Server one = inOneJvm(launch, arguments);
                Server several = byProcesses(launch, directory, model, arguments)) {
            one.run(Wrk.get(64, "/hello"), warmUp);
            several.run(Wrk.get(64, "/hello"), warmUp);
            for (int many : connections) {
                print(container + " " + model, many, compare(several, one, many));
            }
        }
    }

    private static Server inOneJvm(Launch launch, List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--port", "0"));
        all.addAll(directives());
        return Server.of(launch.demo(all));
    }

    private static Server byProcesses(
            Launch launch, Path directory, String model, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("--model", model));
        options.addAll(directives());
        ControlProgram control =
                ControlProgram.start(directory, options, launch.command(arguments));
        long end = System.nanoTime() + ControlProgram.PATIENCE.toNanos();
        while (control.serving().size() < CHILDREN) {
            if (System.nanoTime() > end || !control.process().isAlive()) {
                control.close();
                throw new IOException("children do not serve: " + control.log());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return new Server(control.process().pid(), control.port(), control::close);
    }

    private static List<String> directives() {
        return DIRECTIVES.stream().flatMap(each -> List.of("--set", each).stream()).toList();
    }

    private Comparison compare(Server several, Server one, int many)
            throws IOException, InterruptedException {
        Load load = Wrk.get(many, "/hello");
        List<Sample> ofSeveral = new ArrayList<>();
        List<Sample> ofOne = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            ofSeveral.add(several.run(load, seconds).answered());
            ofOne.add(one.run(load, seconds).answered());
        }
        return Comparison.ofPairs(ofSeveral, ofOne);
    }

    private static void print(String name, int many, Comparison found) {
        print(name, many, "requests a second", 0, found.rate());
        print(name, many, "p99, ms", 2, found.p99());
        print(name, many, "processor, us a request", 1, found.cpu());
        found.errors().forEach(System.out::println);
    }

    private static void print(String name, int many, String figure, int decimals, Measure found) {
        System.out.printf(
                "| %s | %d | %s | %s | %s | %s |%n",
                name,
                many,
                figure,
                found.mpm().showMedian(decimals),
                found.stock().showMedian(decimals),
                found.ratio().show(2));
    }
}

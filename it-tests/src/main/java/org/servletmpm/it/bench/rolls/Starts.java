package org.servletmpm.it.bench.rolls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.servletmpm.it.process.ControlledChildren.Child;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what the start of a child costs with and without an archive of its classes. */
@Command(
        name = "starts",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Rolls two children again and again, with SharedArchive Off and On, and prints what each"
                    + " start took until the child served: processor and time, medians. Then what"
                    + " the control takes while nothing happens."
        })
final class Starts implements Callable<Integer> {

    private static final long LOOK_MILLIS = 10;
    private static final double TICKS_PER_SECOND = 100;

    /** Of {@code /proc/PID/stat}, counted from the end of the name. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    @Option(names = "--demo", required = true, description = "the demo's jar")
    private Path demo;

    @Option(names = "--mpmctl", required = true, description = "mpmctl's jar")
    private Path mpmctl;

    @Option(names = "--container", split = ",", description = "tomcat,jetty (both)")
    private List<String> containers = List.of("tomcat", "jetty");

    @Option(names = "--boot", description = "the jar of a Spring Boot application, measured too")
    private List<Path> boot = List.of();

    @Option(names = "--page", description = "of that application, asked before it serves (/)")
    private String page = "/";

    @Option(names = "--rolls", description = "of both children (5)")
    private int rolls = 5;

    @Option(names = "--idle", description = "seconds that the control is left alone (30)")
    private int idle = 30;

    /** Of one child, until it served. */
    private record Start(double processor, double seconds) {}

    Starts() {}

    @Override
    public Integer call() throws Exception {
        System.out.println("| children | SharedArchive | starts | processor, s | ready after, s |");
        System.out.println("|---|---|---:|---:|---:|");
        for (String container : containers) {
            measure("demo, " + container, "/hello", MpmctlServer.demo(demo, container, "event"));
        }
        for (Path jar : boot) {
            measure(jar.getFileName().toString(), page, MpmctlServer.java(jar));
        }
        return 0;
    }

    private void measure(String name, String warmUp, List<String> command) throws Exception {
        for (String shared : List.of("Off", "On")) {
            Path directory = Files.createTempDirectory("starts");
            List<String> options = new ArrayList<>(MpmctlServer.options("event", 100));
            for (String set : List.of("SharedArchive=" + shared, "WarmUp=" + warmUp)) {
                options.addAll(List.of("--set", set));
            }
            try (MpmctlServer server = new MpmctlServer(mpmctl, directory, options, command)) {
                awaitTwo(server);
                List<Start> starts = new ArrayList<>();
                for (int i = 0; i < rolls; i++) {
                    starts.addAll(roll(server));
                    awaitTwo(server);
                }
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %s | %d | %.2f | %.2f |%n",
                        name,
                        shared,
                        starts.size(),
                        median(starts.stream().mapToDouble(Start::processor).toArray()),
                        median(starts.stream().mapToDouble(Start::seconds).toArray()));
                if (shared.equals("On")) {
                    control(server.pid());
                }
            }
        }
    }

    private static double median(double... values) {
        return Arrays.stream(values).sorted().skip(values.length / 2).findFirst().orElseThrow();
    }

    private static void awaitTwo(MpmctlServer server) throws IOException, InterruptedException {
        while (server.children().stream().filter(Starts::serves).count() != 2
                || server.children().size() != 2) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private static boolean serves(Child child) {
        return child.state().equals("serving");
    }

    /** Looks at each new child when it begins to serve. */
    private static List<Start> roll(MpmctlServer server) throws Exception {
        List<Long> old = server.children().stream().map(Child::pid).toList();
        Map<Long, Start> starts = new TreeMap<>();
        CompletableFuture<Void> roll =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                server.roll();
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        while (starts.size() < old.size()) {
            if (roll.isCompletedExceptionally()) {
                roll.join();
            }
            for (Child child : server.children()) {
                long pid = child.pid();
                if (serves(child) && !old.contains(pid) && !starts.containsKey(pid)) {
                    starts.put(pid, new Start(processor(pid), age(pid)));
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        roll.join();
        return List.copyOf(starts.values());
    }

    private static double processor(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
                / TICKS_PER_SECOND;
    }

    private static double age(long pid) {
        Instant began = ProcessHandle.of(pid).orElseThrow().info().startInstant().orElseThrow();
        return Duration.between(began, Instant.now()).toMillis() / 1e3;
    }

    private void control(long pid) throws IOException, InterruptedException {
        double before = processor(pid);
        TimeUnit.SECONDS.sleep(idle);
        Path rollup = Path.of("/proc", Long.toString(pid), "smaps_rollup");
        Matcher pss = Pattern.compile("(?m)^Pss: +(\\d+)").matcher(Files.readString(rollup));
        System.out.printf(
                Locale.ROOT,
                "| its control: %.1f MiB (PSS), %.2f %% of a processor while idle | | | | |%n",
                pss.find() ? Long.parseLong(pss.group(1)) / 1024.0 : 0,
                (processor(pid) - before) / idle * 100);
    }
}

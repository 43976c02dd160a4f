package org.servletmpm.it.bench.crashes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Ends one of four children after the other under 64 clients, and stops one of three, and prints
 * what it has cost as Markdown tables.
 */
@Command(
        name = "crashes",
        mixinStandardHelpOptions = true,
        description = "Ends and stops children under load, and counts what clients lose.")
public final class Crashes implements Callable<Integer> {

    private static final int CLIENTS = 64;
    private static final int OPENED = 1_000;
    private static final long LATE_MILLIS = 1_000;
    private static final long SETTLE_MILLIS = 2_000;
    private static final int MINUTE = 61;

    /** Of more deaths in a minute the next ones would be replaced later. */
    private static final int DEATHS_OF_A_MINUTE = 3;

    /** How a child ends. */
    private enum Way {
        KILL("kill -9") {
            @Override
            void end(ProcessHandle child, int port) throws IOException, InterruptedException {
                ControlRun.signal(child, "KILL");
            }
        },
        SEGV("SIGSEGV") {
            @Override
            void end(ProcessHandle child, int port) throws IOException, InterruptedException {
                ControlRun.signal(child, "SEGV");
            }
        },
        MEMORY("OutOfMemoryError") {
            @Override
            void end(ProcessHandle child, int port) {
                ask(port, "/leak?kb=1000000");
            }
        },
        EXIT("System.exit") {
            @Override
            void end(ProcessHandle child, int port) {
                ask(port, "/exit");
            }
        };

        private final String name;

        Way(String name) {
            this.name = name;
        }

        abstract void end(ProcessHandle child, int port) throws IOException, InterruptedException;

        /** Ends whichever child takes it. */
        private static void ask(int port, String path) {
            try (RawConnection connection = RawConnection.open(port, false)) {
                connection.get(path);
            } catch (IOException | IllegalStateException gone) {
                return;
            }
        }
    }

    @Mixin private ServerOptions asked = new ServerOptions();

    @Option(names = "--rounds", description = "times that a child is ended in each way (2)")
    private int rounds = 2;

    @Override
    public Integer call() throws Exception {
        Path run = Files.createTempDirectory("crashes");
        Jars jars = asked.jars();
        try (ControlRun server =
                new ControlRun(
                        jars,
                        run.resolve("run"),
                        asked.container(),
                        asked.model(),
                        "StartServers=4",
                        "MaxRequestWorkers=100",
                        "MinSpareThreads=80",
                        "MaxSpareThreads=1000",
                        "CoreDumpDirectory=" + run)) {
            server.awaitReady(4);
            crash(server);
        }
        try (ControlRun server =
                new ControlRun(
                        jars,
                        run.resolve("run"),
                        asked.container(),
                        asked.model(),
                        "StartServers=3",
                        "MaxRequestWorkers=75",
                        "MinSpareThreads=1",
                        "MaxSpareThreads=1000")) {
            server.awaitReady(3);
            stand(server);
        }
        return 0;
    }

    private void crash(ControlRun server) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<NamedClient> clients = new ArrayList<>();
        try (ClientThreads threads = new ClientThreads()) {
            for (int i = 0; i < CLIENTS; i++) {
                NamedClient client =
                        new NamedClient(server.port(), over::get, (child, nanos) -> {});
                clients.add(client);
                threads.start(client);
            }
            server.await(
                    "all clients are served", () -> clients.stream().noneMatch(Crashes::isNew));
            System.out.printf(
                    "%s %s, %d clients that are kept alive, 4 children: connections of each %s%n%n"
                            + "| ended by | connections of the child | failed: its own |"
                            + " without an answer before | of other children | ready again, s |%n"
                            + "|---|---:|---:|---:|---:|---:|%n",
                    asked.container(), asked.model(), CLIENTS, byChild(clients).values());
            for (int death = 0; death < rounds * Way.values().length; death++) {
                boolean rests = death > 0 && death % DEATHS_OF_A_MINUTE == 0;
                TimeUnit.SECONDS.sleep(rests ? MINUTE : 0);
                System.out.println(row(Way.values()[death % Way.values().length], server, clients));
            }
            over.set(true);
        }
        System.out.printf(
                "%n%d requests were answered, %d failed%n%n",
                clients.stream().mapToLong(NamedClient::answered).sum(), failures(clients).size());
    }

    private static boolean isNew(NamedClient client) {
        return client.child().isEmpty();
    }

    private static Map<String, Long> byChild(List<NamedClient> clients) {
        return clients.stream()
                .filter(client -> !isNew(client))
                .collect(Collectors.groupingBy(NamedClient::child, Collectors.counting()));
    }

    private static List<String> failures(List<NamedClient> clients) {
        return clients.stream().flatMap(client -> client.failures().stream()).toList();
    }

    private String row(Way way, ControlRun server, List<NamedClient> clients) throws Exception {
        TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
        server.await("four children", () -> server.children().size() == 4);
        long ready = server.count(" is ready");
        List<String> before = failures(clients);
        Map<Long, String> names =
                server.children().stream()
                        .collect(Collectors.toMap(ProcessHandle::pid, ControlRun::name));
        ProcessHandle victim =
                server.children().stream()
                        .max(
                                Comparator.comparing(
                                        child ->
                                                byChild(clients)
                                                        .getOrDefault(names.get(child.pid()), 0L)))
                        .orElseThrow();
        Map<String, Long> connections = byChild(clients);
        long began = System.nanoTime();
        way.end(victim, server.port());
        server.await("its end", () -> gone(server, names) != null);
        String dead = names.get(gone(server, names));
        server.await("another child", () -> server.count(" is ready") > ready);
        double seconds = (System.nanoTime() - began) / 1e9;
        List<String> failures = new ArrayList<>(failures(clients));
        before.forEach(failures::remove);
        long own = failures.stream().filter(dead::equals).count();
        long unnamed = failures.stream().filter(String::isEmpty).count();
        return "| %s | %d | %d | %d | %d | %.1f |"
                .formatted(
                        way.name,
                        connections.getOrDefault(dead, 0L),
                        own,
                        unnamed,
                        failures.size() - own - unnamed,
                        seconds);
    }

    /** Null while none is. */
    private static Long gone(ControlRun server, Map<Long, String> names) {
        List<Long> there = server.children().stream().map(ProcessHandle::pid).toList();
        return names.keySet().stream().filter(pid -> !there.contains(pid)).findAny().orElse(null);
    }

    /** One of three children does not run: connections that are opened go to the others. */
    private static void stand(ControlRun server) throws IOException, InterruptedException {
        ProcessHandle stopped = server.children().get(0);
        ControlRun.signal(stopped, "STOP");
        int late = 0;
        int failed = 0;
        long longest = 0;
        for (int i = 0; i < OPENED; i++) {
            long began = System.nanoTime();
            try (RawConnection connection = RawConnection.open(server.port(), false)) {
                failed += connection.get("/hello").status() == 200 ? 0 : 1;
            } catch (IOException | IllegalStateException e) {
                failed++;
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            longest = Math.max(longest, millis);
            late += millis >= LATE_MILLIS ? 1 : 0;
        }
        ControlRun.signal(stopped, "CONT");
        System.out.printf(
                "one of three children stopped by SIGSTOP: of %d new connections %d failed, %d"
                        + " waited for a second or more, the longest %d ms%n",
                OPENED, failed, late, longest);
    }
}

package org.servletmpm.it.bench.crashes;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Lets a request of one of three children loop under clients that are kept alive, and prints what
 * the others notice of it.
 */
@Command(
        name = "hang",
        mixinStandardHelpOptions = true,
        description = "Lets a request loop, and measures what other clients notice of it.")
public final class Hang implements Callable<Integer> {

    private static final Pattern CHILD = Pattern.compile("mpm-\\d+-((\\d+)\\.\\d+)-");
    private static final int SECONDS = 20;

    @Mixin private ServerOptions asked = new ServerOptions();

    @Option(names = "--clients", description = "at once (48)")
    private int clients = 48;

    private final Latencies latencies = new Latencies();

    @Override
    public Integer call() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<NamedClient> all = new ArrayList<>();
        try (ControlRun server =
                        new ControlRun(
                                asked.jars(),
                                Files.createTempDirectory("hang").resolve("run"),
                                asked.container(),
                                asked.model(),
                                "StartServers=3",
                                "MaxRequestWorkers=200",
                                "MinSpareThreads=1",
                                "MaxSpareThreads=1000",
                                "SlowRequestTime=1",
                                "RequestTerminateTimeout=2",
                                "KeepAliveTimeout=2");
                ClientThreads threads = new ClientThreads()) {
            server.awaitReady(3);
            for (int i = 0; i < clients; i++) {
                NamedClient client = new NamedClient(server.port(), over::get, latencies);
                all.add(client);
                threads.start(client);
            }
            TimeUnit.SECONDS.sleep(SECONDS);
            latencies.clear();
            hang(server);
            over.set(true);
        }
        long failed = all.stream().mapToLong(client -> client.failures().size()).sum();
        System.out.printf("%nrequests of the clients that failed: %d%n", failed);
        return failed == 0 ? 0 : 1;
    }

    private void hang(ControlRun server) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(SECONDS);
        System.out.printf(
                "%s %s, %d clients, 3 children%n%n| | answers | p99, ms |%n|---|---:|---:|%n",
                asked.container(), asked.model(), clients);
        System.out.printf("| before | %s |%n", latencies.of(child -> true));
        try (RawConnection connection = RawConnection.open(server.port(), false)) {
            Matcher name = CHILD.matcher(connection.get("/thread").text());
            if (!name.find()) {
                throw new IOException("no child has answered");
            }
            String hung = name.group(1);
            latencies.clear();
            long began = System.nanoTime();
            connection.request("/spin?rounds=10000000000");
            server.await("its stack", () -> server.count("SpinServlet.spin") > 0);
            double logged = seconds(began);
            server.await("its leave", () -> server.count("leaves: RequestTerminate") > 0);
            double left = seconds(began);
            System.out.printf("| meanwhile, of that child | %s |%n", latencies.of(hung::equals));
            System.out.printf(
                    "| meanwhile, of its siblings | %s |%n",
                    latencies.of(child -> !hung.equals(child)));
            server.await("its end", () -> server.count("child " + hung + " ") > 2);
            server.await(
                    "its process' end",
                    () ->
                            server.children().stream()
                                    .noneMatch(child -> hung.equals(ControlRun.name(child))));
            System.out.printf(
                    "%nstack logged after %.1f s; another child has its place after %.1f s; its"
                            + " process gone after %.1f s%n",
                    logged, left, seconds(began));
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}

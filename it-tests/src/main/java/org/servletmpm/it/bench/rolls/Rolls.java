package org.servletmpm.it.bench.rolls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.servletmpm.it.bench.stop.PausingClient;
import org.servletmpm.it.client.ClientThreads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Prints how many requests rolling restarts cost clients that are kept alive, pause for less than
 * KeepAliveTimeout and repeat nothing, as a Markdown table: ours, and other servers beside. A
 * client does not look whether its connection has been closed while it paused: it sends, and the
 * request is lost. Those of a library often look, and lose only what is on its way just then.
 */
@Command(
        name = "rolls",
        mixinStandardHelpOptions = true,
        description = "Counts the requests that rolling restarts cost, here and elsewhere.")
final class Rolls implements Callable<Integer> {

    private static final int SECONDS_BEFORE = 3;
    private static final int LOWEST_FAILURE = 500;

    @Mixin private Cells cells;

    @Option(
            names = "--peer",
            split = ",",
            description = "httpd_event,httpd_worker,nginx,puma,gunicorn (all), or none")
    private List<String> peers =
            List.of("httpd_event", "httpd_worker", "nginx", "puma", "gunicorn");

    @Option(names = "--clients", description = "at once (100)")
    private int clients = 100;

    @Parameters(arity = "0..1", description = "rolling restarts of each server (10)")
    private int rolls = 10;

    private boolean lost;

    Rolls() {}

    /** Starts a server. */
    private interface Starter {
        RolledServer start(Path directory) throws IOException, InterruptedException;
    }

    @Override
    public Integer call() throws Exception {
        System.out.printf(
                "%d clients POST over kept connections, pause up to 3.5 s (KeepAliveTimeout 5) and"
                        + " repeat nothing; %d rolling restarts each%n%n"
                        + "| server | sent | answered | failed | seconds |%n"
                        + "|---|---:|---:|---:|---:|%n",
                clients, rolls);
        cells.each(
                (container, model) ->
                        lost |= print(container + " " + model, at -> ours(at, container, model)));
        for (String name : peers) {
            if (!name.equals("none")) {
                Peer peer = Peer.valueOf(name.toUpperCase(Locale.ROOT));
                if (peer.isInstalled()) {
                    print(name, peer::start);
                } else {
                    System.out.printf("| %s | not installed | | | |%n", name);
                }
            }
        }
        return lost ? 1 : 0;
    }

    private RolledServer ours(Path directory, String container, String model)
            throws IOException, InterruptedException {
        return new MpmctlServer(
                cells.mpmctl(),
                directory,
                MpmctlServer.options(model, clients + 10),
                MpmctlServer.demo(cells.demo(), container, model));
    }

    /**
     * @return whether a request was lost
     */
    private boolean print(String name, Starter starter) throws Exception {
        Path directory = Files.createTempDirectory("rolls");
        AtomicBoolean over = new AtomicBoolean();
        try (RolledServer server = starter.start(directory);
                ClientThreads threads = new ClientThreads()) {
            long began = System.nanoTime();
            List<CompletableFuture<PausingClient.Count>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(
                        threads.start(
                                new PausingClient(
                                        server.port(),
                                        server.path(),
                                        LOWEST_FAILURE,
                                        over::get,
                                        i)));
            }
            TimeUnit.SECONDS.sleep(SECONDS_BEFORE);
            for (int i = 0; i < rolls; i++) {
                server.roll();
            }
            TimeUnit.SECONDS.sleep(SECONDS_BEFORE);
            over.set(true);
            PausingClient.Count count = new PausingClient.Count(0, 0);
            for (CompletableFuture<PausingClient.Count> each : all) {
                count = count.plus(each.get());
            }
            System.out.printf(
                    "| %s | %d | %d | %d | %d |%n",
                    name,
                    count.answered() + count.lost(),
                    count.answered(),
                    count.lost(),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
            return count.lost() > 0;
        }
    }
}

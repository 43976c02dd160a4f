package org.servletmpm.it.bench.overload;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.servletmpm.it.process.DemoProcess;

/**
 * Offers the demo more requests than its workers can serve, of clients that leave, and prints a
 * Markdown table: the stock connector beside each model. The capacity is that of the sleeping
 * workers; on a busy machine it takes a longer sleep to be that. After that the load may fall, to
 * see who recovers.
 */
public final class OverloadBench {

    /** Overload has begun, and what had waited for that is answered. */
    private static final long BEGUN_NANOS = 3_000_000_000L;

    /** Until the load has been low for this long, a server may still be busy with what was. */
    private static final long RECOVERY_MILLIS = 5_000;

    private final Map<String, String> options = new HashMap<>();

    private OverloadBench(String[] args) {
        options.putAll(
                Map.ofEntries(
                        Map.entry("--containers", "tomcat,jetty"),
                        Map.entry("--models", "stock,event,worker,prefork"),
                        Map.entry("--loads", "0.8,2,5,20"),
                        Map.entry("--workers", "5"),
                        Map.entry("--sleep", "50"),
                        Map.entry("--path", ""),
                        Map.entry("--capacity", ""),
                        Map.entry("--seconds", "10"),
                        Map.entry("--warm-up", "3"),
                        Map.entry("--patience", "1000"),
                        Map.entry("--repeats", "0"),
                        Map.entry("--burst", "1"),
                        Map.entry("--then", ""),
                        Map.entry("--transport", "plain"),
                        Map.entry("--directive", "OverloadControl=On"),
                        Map.entry("--connections", "new")));
        for (int n = 0; n < args.length; n += 2) {
            if (!options.containsKey(args[n]) && !args[n].equals("--demo")
                    || n + 1 == args.length) {
                throw new IllegalArgumentException(
                        args[n] + ": one of --demo, " + options.keySet() + ", with a value");
            }
            options.put(args[n], args[n + 1]);
        }
    }

    /**
     * @param args {@code --demo} jar, and options with their values
     */
    public static void main(String[] args) throws Exception {
        new OverloadBench(args).run();
    }

    private List<String> list(String option) {
        return Arrays.asList(options.get(option).split(","));
    }

    private int number(String option) {
        return Integer.parseInt(options.get(option));
    }

    private void run() throws Exception {
        System.out.println(
                "| server | load | in time, of capacity | refused | left | failed"
                        + " | p50, p99 of answers, p99 once it has begun, ms"
                        + " | p50, p99 of refusals, p99 once it has begun, ms"
                        + " | server's, clients' CPU, ms | then |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (String container : list("--containers")) {
            for (String model : list("--models")) {
                for (String load : list("--loads")) {
                    measure(container, model, Double.parseDouble(load));
                }
            }
        }
    }

    private void measure(String container, String model, double load) throws Exception {
        double capacity = capacity();
        long millis = number("--seconds") * 1000L;
        try (DemoProcess demo =
                DemoProcess.start(
                        Path.of(options.get("--demo")), List.of(), arguments(container, model))) {
            int port = demo.awaitReady();
            load(port, "/hello").run(Offer.steady(load * capacity), number("--warm-up") * 1000L);
            Duration before = cpu(demo.pid());
            Duration clientsBefore = clientsCpu();
            Offer offer = new Offer(load * capacity, Double.parseDouble(options.get("--burst")));
            Tally tally = load(port).run(offer, millis);
            System.out.printf(
                    Locale.ROOT,
                    "| %s %s | %s | %.0f %% | %d | %d | %d | %s, %s, %s"
                            + " | %s, %s, %s | %d, %d | %s |%n",
                    container,
                    model,
                    load,
                    100.0 * tally.answers() / (capacity * millis / 1000),
                    tally.refusals(),
                    tally.leavers(),
                    tally.failures(),
                    tally.answerPercentile(50),
                    tally.answerPercentile(99),
                    tally.laterPercentile(BEGUN_NANOS, 99),
                    tally.refusalPercentile(50),
                    tally.refusalPercentile(99),
                    tally.laterRefusalPercentile(BEGUN_NANOS, 99),
                    cpu(demo.pid()).minus(before).toMillis(),
                    clientsCpu().minus(clientsBefore).toMillis(),
                    recovery(port, capacity));
            demo.terminate();
            demo.awaitExit();
        }
    }

    /** What is answered in time when the load has been {@code --then} for a while. */
    private String recovery(int port, double capacity) throws Exception {
        if (options.get("--then").isEmpty()) {
            return "-";
        }
        Offer offer = Offer.steady(Double.parseDouble(options.get("--then")) * capacity);
        load(port).run(offer, RECOVERY_MILLIS);
        Tally tally = load(port).run(offer, RECOVERY_MILLIS);
        return tally.answers() + " of " + tally.requests();
    }

    /**
     * Two cores are shared by both sides: clients that need one are no clients of a server alone.
     */
    private static Duration clientsCpu() {
        return cpu(ProcessHandle.current().pid());
    }

    private static Duration cpu(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** Requests a second. */
    private double capacity() {
        return options.get("--capacity").isEmpty()
                ? 1000.0 * number("--workers") / number("--sleep")
                : Double.parseDouble(options.get("--capacity"));
    }

    private Load load(int port) throws IOException {
        return load(
                port,
                options.get("--path").isEmpty()
                        ? "/sleep?ms=" + options.get("--sleep")
                        : options.get("--path"));
    }

    private Load load(int port, String path) throws IOException {
        int patience = number("--patience");
        int repeats = number("--repeats");
        return switch (options.get("--transport")) {
            case "plain" ->
                    new OpenLoop(
                            port,
                            path,
                            options.get("--connections").equals("kept"),
                            patience,
                            repeats);
            case "tls" ->
                    new ClientLoop(
                            "https://localhost:" + port + path,
                            HttpClient.Version.HTTP_1_1,
                            patience,
                            repeats);
            case "h2" ->
                    new ClientLoop(
                            "https://localhost:" + port + path,
                            HttpClient.Version.HTTP_2,
                            patience,
                            repeats);
            default ->
                    throw new IllegalArgumentException("--transport: plain, tls or h2 (over TLS)");
        };
    }

    private List<String> arguments(String container, String model) {
        int workers = number("--workers");
        List<String> arguments = new ArrayList<>(List.of("--container", container, "--port", "0"));
        if (!options.get("--transport").equals("plain")) {
            arguments.addAll(List.of("--tls", "--http2"));
        }
        List<String> directives = new ArrayList<>();
        if (model.equals("stock")) {
            arguments.add("--stock");
            // Jetty's own pool needs some for itself.
            int threads = workers + (container.equals("jetty") ? 4 : 0);
            directives.addAll(
                    List.of("ThreadsPerChild=" + threads, "MaxRequestWorkers=" + threads));
        } else {
            arguments.addAll(List.of("--model", model));
            directives.addAll(List.of(options.get("--directive"), "MaxRequestWorkers=" + workers));
            if (model.equals("prefork")) {
                directives.addAll(
                        List.of(
                                "StartServers=" + workers,
                                "MinSpareServers=1",
                                "MaxSpareServers=" + 2 * workers));
            } else {
                directives.addAll(
                        List.of(
                                "StartServers=1",
                                "ThreadsPerChild=" + workers,
                                "MinSpareThreads=1",
                                "MaxSpareThreads=" + 2 * workers));
            }
        }
        directives.forEach(each -> arguments.addAll(List.of("--set", each)));
        return arguments;
    }
}

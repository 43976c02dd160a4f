package org.servletmpm.it.bench.overload;

import java.io.IOException;
import java.nio.file.Path;
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
 * workers; on a busy machine it takes a longer sleep to be that.
 */
public final class OverloadBench {

    private static final long WARM_UP_MILLIS = 3_000;

    private final Map<String, String> options = new HashMap<>();

    private OverloadBench(String[] args) {
        options.putAll(
                Map.of(
                        "--containers", "tomcat,jetty",
                        "--models", "stock,event,worker,prefork",
                        "--loads", "0.8,2,5,20",
                        "--workers", "5",
                        "--sleep", "50",
                        "--seconds", "10",
                        "--patience", "1000",
                        "--directive", "OverloadControl=On",
                        "--connections", "new"));
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
                        + " | p50, p99 of answers, ms | p99 of refusals, ms |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (String container : list("--containers")) {
            for (String model : list("--models")) {
                for (String load : list("--loads")) {
                    measure(container, model, Double.parseDouble(load));
                }
            }
        }
    }

    private void measure(String container, String model, double load) throws Exception {
        double capacity = 1000.0 * number("--workers") / number("--sleep");
        long millis = number("--seconds") * 1000L;
        try (DemoProcess demo =
                DemoProcess.start(
                        Path.of(options.get("--demo")), List.of(), arguments(container, model))) {
            int port = demo.awaitReady();
            loop(port).run(capacity / 2, WARM_UP_MILLIS);
            Tally tally = loop(port).run(load * capacity, millis);
            System.out.printf(
                    Locale.ROOT,
                    "| %s %s | %s | %.0f %% | %d | %d | %d | %s, %s | %s |%n",
                    container,
                    model,
                    load,
                    100.0 * tally.answers() / (capacity * millis / 1000),
                    tally.refusals(),
                    tally.leavers(),
                    tally.failures(),
                    tally.answerPercentile(50),
                    tally.answerPercentile(99),
                    tally.refusalPercentile(99));
            demo.terminate();
            demo.awaitExit();
        }
    }

    private OpenLoop loop(int port) throws IOException {
        return new OpenLoop(
                port,
                "/sleep?ms=" + options.get("--sleep"),
                options.get("--connections").equals("kept"),
                number("--patience"));
    }

    private List<String> arguments(String container, String model) {
        int workers = number("--workers");
        List<String> arguments = new ArrayList<>(List.of("--container", container, "--port", "0"));
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

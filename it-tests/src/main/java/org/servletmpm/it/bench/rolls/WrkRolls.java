package org.servletmpm.it.bench.rolls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Prints what {@code wrk} says of errors while children are replaced again and again: with
 * connections that are kept, and with one for each request.
 */
@Command(
        name = "wrk",
        mixinStandardHelpOptions = true,
        description = "Replaces children under wrk, and prints its errors.")
final class WrkRolls implements Callable<Integer> {

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern ERRORS =
            Pattern.compile("Socket errors: .*|Non-2xx or 3xx responses: .*");

    @Mixin private Cells cells;

    @Option(names = "--connections", description = "at once (16)")
    private int connections = 16;

    @Parameters(arity = "0..1", description = "rolling restarts for each (10)")
    private int rolls = 10;

    private boolean failed;

    WrkRolls() {}

    @Override
    public Integer call() throws Exception {
        System.out.printf(
                "wrk -t1 -c%d, %d rolling restarts of two children each%n%n"
                        + "| server | connections | requests | errors | seconds |%n"
                        + "|---|---|---:|---|---:|%n",
                connections, rolls);
        cells.each(
                (container, model) -> {
                    roll(container, model, "kept", List.of());
                    roll(container, model, "one a request", List.of("-H", "Connection: close"));
                });
        return failed ? 1 : 0;
    }

    private void roll(String container, String model, String kind, List<String> options)
            throws IOException, InterruptedException {
        try (MpmctlServer server =
                new MpmctlServer(
                        cells.mpmctl(),
                        Files.createTempDirectory("rolls"),
                        MpmctlServer.options(model, connections + 10),
                        MpmctlServer.demo(cells.demo(), container, model))) {
            long began = System.nanoTime();
            List<String> command = new ArrayList<>(List.of("wrk", "-t1", "-c" + connections));
            command.addAll(List.of("-d1h"));
            command.addAll(options);
            command.add("http://127.0.0.1:" + server.port() + "/hello");
            Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
            try {
                for (int i = 0; i < rolls; i++) {
                    server.roll();
                }
                // By this signal it ends as after its time.
                new ProcessBuilder("kill", "-INT", wrk.pid() + "").start().waitFor();
                String output =
                        new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                print(container + " " + model + " | " + kind, output, began);
            } finally {
                wrk.destroyForcibly();
            }
        }
    }

    private void print(String name, String output, long began) {
        List<String> errors = ERRORS.matcher(output).results().map(MatchResult::group).toList();
        failed |= !errors.isEmpty();
        System.out.printf(
                "| %s | %s | %s | %d |%n",
                name,
                REQUESTS.matcher(output)
                        .results()
                        .map(result -> result.group(1))
                        .findFirst()
                        .orElse(output),
                errors.isEmpty() ? "none" : String.join("; ", errors),
                (System.nanoTime() - began) / 1_000_000_000);
    }
}

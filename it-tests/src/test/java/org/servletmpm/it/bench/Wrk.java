package org.servletmpm.it.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of wrk, the load generator, on one thread of its own. */
final class Wrk {

    /**
     * @param p99Millis what 99 of 100 requests did not exceed
     */
    record Measurement(double requestsPerSecond, double p99Millis) {}

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s|m)\\b");
    private static final Pattern ERRORS =
            Pattern.compile("Socket errors:.*|Non-2xx or 3xx responses:.*");
    private static final Map<String, Double> MILLIS =
            Map.of("us", 0.001, "ms", 1.0, "s", 1_000.0, "m", 60_000.0);

    private Wrk() {}

    static boolean isInstalled() throws InterruptedException {
        try {
            // wrk -v exits with 1: that it starts is the answer.
            new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start().waitFor();
            return true;
        } catch (IOException notFound) {
            return false;
        }
    }

    static Measurement run(int port, int connections, int seconds)
            throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        "wrk",
                        "-t1",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "--latency",
                        "http://127.0.0.1:" + port + "/hello");
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        Matcher rate = RATE.matcher(output);
        Matcher p99 = P99.matcher(output);
        if (!rate.find() || !p99.find()) {
            throw new IOException(command + " says:\n" + output);
        }
        ERRORS.matcher(output).results().forEach(error -> System.err.println(error.group()));
        return new Measurement(
                Double.parseDouble(rate.group(1)),
                Double.parseDouble(p99.group(1)) * MILLIS.get(p99.group(2)));
    }
}

package org.servletmpm.it.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * wrk on one thread of its own: each connection asks again as soon as it is answered.
 *
 * @param scheme http or https
 * @param more of wrk's options
 */
record Wrk(int connections, String scheme, String path, List<String> more) implements Load {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s|m)\\b");
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern ERRORS =
            Pattern.compile("Socket errors: .*|Non-2xx or 3xx responses: .*");
    private static final Map<String, Double> MILLIS =
            Map.of("us", 0.001, "ms", 1.0, "s", 1_000.0, "m", 60_000.0);

    /** Over plain HTTP. */
    static Wrk get(int connections, String path) {
        return new Wrk(connections, "http", path, List.of());
    }

    Wrk over(String newScheme) {
        return new Wrk(connections, newScheme, path, more);
    }

    Wrk with(String... options) {
        return new Wrk(connections, scheme, path, List.of(options));
    }

    /**
     * @param name of a resource beside this class, which is not in a jar
     */
    Wrk script(String name) {
        return with("-s", Path.of(URI.create(Wrk.class.getResource(name).toString())).toString());
    }

    @Override
    public Run run(int port, int seconds) throws IOException, InterruptedException {
        return parse(Program.output(command(port, seconds)));
    }

    List<String> command(int port, int seconds) {
        List<String> command = new ArrayList<>();
        command.add("wrk");
        command.addAll(List.of("-t1", "-c" + connections, "-d" + seconds + "s", "--latency"));
        command.addAll(more);
        command.add(scheme + "://127.0.0.1:" + port + path);
        return command;
    }

    /**
     * @throws IOException with all of it if it is not a result
     */
    static Run parse(String output) throws IOException {
        Matcher rate = RATE.matcher(output);
        Matcher p99 = P99.matcher(output);
        Matcher requests = REQUESTS.matcher(output);
        if (!rate.find() || !p99.find() || !requests.find()) {
            throw new IOException("not a result of wrk: " + output);
        }
        if (p99.group(1).equals("0.00")) {
            // It corrects for requests that waited to be sent, and may find no latency then.
            throw new IOException("wrk found no p99 in a run of it");
        }
        return new Run(
                Double.parseDouble(rate.group(1)),
                Double.parseDouble(p99.group(1)) * MILLIS.get(p99.group(2)),
                Long.parseLong(requests.group(1)),
                ERRORS.matcher(output).results().map(MatchResult::group).toList());
    }
}

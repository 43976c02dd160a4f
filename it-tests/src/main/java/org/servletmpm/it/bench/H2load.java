package org.servletmpm.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * h2load on one thread of its own: HTTP/2.
 *
 * @param streams that each connection has open at once
 * @param scheme http or https
 */
record H2load(int connections, int streams, String scheme, String path) implements Load {

    private static final Pattern RATE = Pattern.compile("finished in \\S+, ([0-9.]+) req/s");
    private static final Pattern REQUESTS =
            Pattern.compile("requests: .* (\\d+) succeeded, (\\d+) failed, (\\d+) errored");

    @Override
    public Run run(int port, int seconds) throws IOException, InterruptedException {
        if (!Program.isInstalled("h2load")) {
            throw new IOException("no h2load (Debian: apt-get install nghttp2-client)");
        }
        Path log = Files.createTempFile("h2load", ".log");
        try {
            String output = Program.output(command(port, seconds, log));
            return parse(output, Files.readAllLines(log));
        } finally {
            Files.delete(log);
        }
    }

    List<String> command(int port, int seconds, Path log) {
        return List.of(
                "h2load",
                "-t1",
                "-c" + connections,
                "-m" + streams,
                "-D" + seconds,
                "--log-file=" + log,
                scheme + "://127.0.0.1:" + port + path);
    }

    /**
     * @param log a line for each request: when it began, its status, microseconds to its end
     * @throws IOException with what it said if it is not a result
     */
    static Run parse(String output, List<String> log) throws IOException {
        Matcher rate = RATE.matcher(output);
        Matcher requests = REQUESTS.matcher(output);
        if (!rate.find() || !requests.find() || log.isEmpty()) {
            throw new IOException("not a result of h2load: " + output);
        }
        long[] micros =
                log.stream().mapToLong(line -> Long.parseLong(line.split("\t")[2])).toArray();
        Arrays.sort(micros);
        // The rank that 99 of 100 are at or below.
        long p99 = micros[(int) Math.ceil(micros.length * 0.99) - 1];
        List<String> errors = new ArrayList<>();
        if (!requests.group(2).equals("0") || !requests.group(3).equals("0")) {
            errors.add(requests.group());
        }
        return new Run(
                Double.parseDouble(rate.group(1)),
                p99 / 1_000.0,
                Long.parseLong(requests.group(1)),
                errors);
    }
}

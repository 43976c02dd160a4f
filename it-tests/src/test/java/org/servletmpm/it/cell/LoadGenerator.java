package org.servletmpm.it.cell;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One of Debian's load generators at work on a page; a test that wants one is skipped where there
 * is none.
 */
public final class LoadGenerator implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final Process process;
    private final CompletableFuture<String> output;

    private LoadGenerator(String... command) throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, command[0]))),
                command[0] + " is not installed (Debian: wrk, apache2-utils, nghttp2-client)");
        process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        output =
                CompletableFuture.supplyAsync(
                        () ->
                                process.inputReader(StandardCharsets.UTF_8)
                                        .lines()
                                        .reduce("", (text, line) -> text + line + "\n"));
    }

    /** So many requests, a connection each; ends at the first one that is reset. */
    public static LoadGenerator ab(int port, int requests, int clients) throws IOException {
        return new LoadGenerator("ab", "-q", "-n", "" + requests, "-c", "" + clients, page(port));
    }

    /** Requests on kept connections, for so many seconds. */
    public static LoadGenerator wrk(int port, int seconds, int clients) throws IOException {
        return new LoadGenerator("wrk", "-t1", "-c" + clients, "-d" + seconds + "s", page(port));
    }

    /** So many requests of HTTP/2 in the clear, each client with so many streams at once. */
    public static LoadGenerator h2load(int port, int requests, int clients, int streams)
            throws IOException {
        return new LoadGenerator(
                "h2load", "-n" + requests, "-c" + clients, "-m" + streams, page(port));
    }

    private static String page(int port) {
        return "http://127.0.0.1:" + port + "/hello";
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** What it says when it has ended. */
    public String awaitReport() throws Exception {
        return output.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

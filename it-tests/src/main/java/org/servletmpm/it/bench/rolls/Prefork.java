package org.servletmpm.it.bench.rolls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.bench.unsafe.UnsafeLoad;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.process.ControlProgram;
import org.servletmpm.it.process.FreePort;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks code that is not safe for threads for sums, and counts the wrong ones. */
@Command(
        name = "prefork",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Asks a servlet that adds in static state, on Tomcat's own connector, in prefork in one"
                    + " JVM and in prefork with processes, and prints how many sums were wrong."
        })
final class Prefork implements Callable<Integer> {

    private static final long LOOK_MILLIS = 200;
    private static final long PATIENCE_SECONDS = 120;

    /** Given by the script to each of its parts; not needed here, as is the next. */
    @Option(names = "--demo", hidden = true)
    private Path demo;

    @Option(names = "--mpmctl", hidden = true)
    private Path mpmctl;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "100000",
            description = "to each server (default: ${DEFAULT-VALUE})")
    private int requests;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "4",
            description = "at once (default: ${DEFAULT-VALUE})")
    private int clients;

    @Override
    public Integer call() throws Exception {
        System.out.println("| server | wrong | of |");
        System.out.println("|---|---:|---:|");
        row("Tomcat's own connector", inOneJvm("HTTP/1.1"));
        row("prefork in one JVM", inOneJvm());
        int wrong = byProcesses();
        row("prefork with processes", wrong);
        return wrong == 0 ? 0 : 1;
    }

    private void row(String server, int wrong) {
        System.out.println("| " + server + " | " + wrong + " | " + requests + " |");
    }

    private int inOneJvm(String... protocol) throws IOException, InterruptedException {
        int port = FreePort.get();
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(port)));
        arguments.addAll(List.of(protocol));
        Process server =
                new ProcessBuilder(
                                ControlProgram.sample(
                                        "UnsafeCode", arguments.toArray(String[]::new)))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            return new UnsafeLoad(awaited(port), clients).wrong(requests);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private int byProcesses() throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("--model", "prefork"));
        for (String few : List.of("StartServers=2", "MinSpareServers=1", "MaxSpareServers=2")) {
            options.addAll(List.of("--set", few));
        }
        Path directory = Files.createTempDirectory("prefork");
        List<String> command = ControlProgram.sample("UnsafeCode", "8080");
        try (ControlProgram control = ControlProgram.start(directory, options, command)) {
            return new UnsafeLoad(awaited(control.port()), clients).wrong(requests);
        }
    }

    /** Waits until it answers. */
    private static int awaited(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (RawConnection connection = RawConnection.open(port, false)) {
                if (connection.request("/unsafe?to=1", "Connection: close").read().status()
                        == 200) {
                    return port;
                }
            } catch (IOException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}

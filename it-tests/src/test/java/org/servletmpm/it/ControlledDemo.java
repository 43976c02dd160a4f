package org.servletmpm.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.process.FreePort;

/** Two children of {@code mpmctl start} that run the demo, and what their control logs. */
final class ControlledDemo implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final Process control;
    private final Path log;
    private final int port;
    private final int statusPort;

    private ControlledDemo(Process control, Path log, int port, int statusPort) {
        this.control = control;
        this.log = log;
        this.port = port;
        this.statusPort = statusPort;
    }

    /**
     * @param directory for its files
     * @param heap a child's, as in -Xmx
     * @param directives such as {@code MinLife=1}
     */
    static ControlledDemo start(
            Path directory, String container, String model, String heap, String... directives)
            throws IOException {
        int port = FreePort.get();
        int statusPort = FreePort.get();
        List<String> command = new ArrayList<>(List.of(java(), "-jar"));
        command.add(jar("connector-core", "mpmctl", "mpmctl.jar"));
        command.addAll(List.of("start", "--run", directory.toString(), "--model", model));
        List<String> all = new ArrayList<>(List.of(directives));
        all.add("Listen=127.0.0.1:" + port);
        all.add("StatusListen=" + statusPort);
        all.add("StartServers=2");
        all.add("SharedArchive=Off");
        all.forEach(directive -> command.addAll(List.of("--set", directive)));
        command.addAll(List.of("--", java(), "-Xmx" + heap, "-XX:+UseSerialGC"));
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-jar", jar("samples", "demo", "demo.jar")));
        command.addAll(List.of("--container", container, "--model", model));
        Path log = directory.resolve("log");
        Process control =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new ControlledDemo(control, log, port, statusPort);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String jar(String module, String part, String name) {
        return Path.of("..", module, part, "target", name).toAbsolutePath().toString();
    }

    RawConnection connect() throws IOException {
        return RawConnection.open(port, false);
    }

    /**
     * @param query with its question mark, or empty
     */
    String status(String query) throws IOException {
        try (RawConnection connection = RawConnection.open(statusPort, false)) {
            var answer = connection.get("/server-status" + query);
            if (answer.status() != 200) {
                throw new IOException("status " + answer.status());
            }
            return answer.text();
        }
    }

    /**
     * @return what {@code /ready} says
     */
    String ready() throws IOException {
        try (RawConnection connection = RawConnection.open(statusPort, false)) {
            return connection.get("/ready").text().strip();
        }
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /**
     * @return lines of the log with this text
     */
    long count(String text) throws IOException {
        return log().lines().filter(line -> line.contains(text)).count();
    }

    List<ProcessHandle> children() {
        return control.children().toList();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = children();
        control.destroyForcibly().onExit().join();
        children.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle child : children) {
            child.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        }
    }
}

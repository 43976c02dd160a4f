package org.servletmpm.it.bench.rolls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.servletmpm.it.process.ControlledChildren;
import org.servletmpm.it.process.FreePort;

/** Two children as processes and their control, started and steered by {@code mpmctl}. */
final class MpmctlServer implements RolledServer {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** Options of the control's JVM, as docs/mpmctl.md has them. */
    private static final List<String> SMALL =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData",
                    "-Xms6m",
                    "-Xmn2m",
                    "-Xmx32m");

    private final Path mpmctl;
    private final Path directory;
    private final int port;
    private final Process control;

    /** What a command has ended with, and has written. */
    record Answer(int exit, String text) {}

    /**
     * @param mpmctl its jar
     * @param directory of this server's alone, deleted at the end
     * @param options of {@code mpmctl start}, besides run directory and port
     * @param command of each child
     */
    MpmctlServer(Path mpmctl, Path directory, List<String> options, List<String> command)
            throws IOException, InterruptedException {
        this.mpmctl = mpmctl;
        this.directory = directory;
        this.port = FreePort.get();
        List<String> start = mpmctl("start");
        start.addAll(List.of("--set", "Listen=127.0.0.1:" + port));
        start.addAll(options);
        start.add("--");
        start.addAll(command);
        this.control =
                new ProcessBuilder(start)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        awaitListening();
    }

    /**
     * @return the command of a JVM that serves the demo
     */
    static List<String> demo(Path jar, String container, String model) {
        List<String> command = java(jar);
        command.addAll(List.of("--container", container, "--model", model));
        return command;
    }

    /**
     * @return the command of a small JVM that runs a jar
     */
    static List<String> java(Path jar) {
        List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx96m", "-XX:+UseSerialGC"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
        return command;
    }

    /**
     * @param most connections that one child may have to serve alone
     * @return options for two children of a model
     */
    static List<String> options(String model, int most) {
        List<String> options = new ArrayList<>(List.of("--model", model));
        List<String> directives =
                new ArrayList<>(
                        List.of(
                                "StartServers=2",
                                "ServerLimit=8",
                                "MinSpareThreads=10",
                                "MaxSpareThreads=10000",
                                "MinLife=1",
                                "KeepAliveTimeout=5"));
        if (model.equals("worker")) {
            directives.add("ThreadLimit=" + most);
            directives.add("ThreadsPerChild=" + most);
            directives.add("MaxRequestWorkers=" + 8 * most);
        } else {
            directives.add("MaxRequestWorkers=200");
        }
        directives.forEach(directive -> options.addAll(List.of("--set", directive)));
        return options;
    }

    private List<String> mpmctl(String command) {
        List<String> all = new ArrayList<>(List.of(JAVA));
        all.addAll(SMALL);
        all.addAll(List.of("-jar", mpmctl.toString(), command));
        all.addAll(List.of("--run", directory.resolve("run").toString()));
        return all;
    }

    private void awaitListening() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (serving() < 1) {
            if (!control.isAlive() || System.nanoTime() > end) {
                close();
                throw new IOException("no child is ready: " + log());
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
        new Socket(InetAddress.getLoopbackAddress(), port).close();
    }

    private long serving() {
        try {
            return children().stream().filter(child -> child.state().equals("serving")).count();
        } catch (IOException e) {
            // The control does not answer yet.
            return 0;
        }
    }

    List<ControlledChildren.Child> children() throws IOException {
        return ControlledChildren.of(directory.resolve("run"));
    }

    /**
     * @return the control's process
     */
    long pid() {
        return control.pid();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String path() {
        return "/upload";
    }

    @Override
    public void roll() throws IOException, InterruptedException {
        Answer answer = tell("graceful");
        if (answer.exit() != 0) {
            throw new IOException("graceful: " + answer.text() + "\n" + log());
        }
    }

    /** Runs a command of {@code mpmctl} to its end. */
    Answer tell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(mpmctl(command)).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text.strip());
    }

    /**
     * @return what control and children have written
     */
    String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    @Override
    public void close() throws IOException {
        control.destroy();
        control.onExit().join();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

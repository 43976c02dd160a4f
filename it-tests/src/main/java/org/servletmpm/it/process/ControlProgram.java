package org.servletmpm.it.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.servletmpm.it.client.RawConnection;

/** A control that mpmctl has started, on ports that are free. */
public final class ControlProgram implements AutoCloseable {

    /** How long a test waits for children: each is a JVM, and other builds may be running. */
    public static final Duration PATIENCE = Duration.ofMinutes(4);

    /** How long such a test may take, seconds. */
    public static final long TIMEOUT_SECONDS = 300;

    private static final Pattern SERVING = Pattern.compile("(?m)^\\d+\\.\\d+ +(\\d+) serving ");
    private static final long PATIENCE_SECONDS = 20;
    private static final Path SAMPLE = Path.of("..", "samples", "processes", "target");

    private final Process process;
    private final Path log;
    private final int port;
    private final int statusPort;

    private ControlProgram(Process process, Path log, int port, int statusPort) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.statusPort = statusPort;
    }

    /**
     * @param directory for its files; the run directory is {@code run} there
     * @param options of start, such as {@code --set}
     * @param command of the children
     */
    public static ControlProgram start(Path directory, List<String> options, List<String> command)
            throws IOException {
        int port = FreePort.get();
        int statusPort = FreePort.get();
        List<String> line = new ArrayList<>(MpmctlCommand.line("start"));
        line.addAll(List.of("--run", directory.resolve("run").toString()));
        line.addAll(List.of("--set", "Listen=127.0.0.1:" + port));
        line.addAll(List.of("--set", "StatusListen=" + statusPort));
        // It is dear to make; where it matters, the options say On.
        line.addAll(List.of("--set", "SharedArchive=Off"));
        line.addAll(options);
        line.add("--");
        line.addAll(command);
        return start(directory, line, port, statusPort);
    }

    /**
     * Starts an application of Spring Boot that becomes the control itself.
     *
     * @param name of a sample
     * @param properties beside those of the ports
     */
    public static ControlProgram boot(Path directory, String name, List<String> properties)
            throws IOException {
        int port = FreePort.get();
        int statusPort = FreePort.get();
        List<String> line = new ArrayList<>(java());
        Path jar = Path.of("..", "samples", name, "target", name + ".jar");
        line.addAll(List.of("-jar", jar.toAbsolutePath().normalize().toString()));
        line.add("--server.port=" + port);
        line.add("--mpm.status-listen=" + statusPort);
        line.add("--mpm.run-directory=" + directory.resolve("run"));
        line.add("--mpm.shared-archive=off");
        line.addAll(properties);
        return start(directory, line, port, statusPort);
    }

    private static ControlProgram start(Path directory, List<String> line, int port, int statusPort)
            throws IOException {
        Path log = directory.resolve("log");
        Process process =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new ControlProgram(process, log, port, statusPort);
    }

    /** A small JVM. */
    private static List<String> java() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    /**
     * @return the command line of a class of samples/processes, in a small JVM
     */
    public static List<String> sample(String name, String... arguments) {
        Path target = SAMPLE.toAbsolutePath().normalize();
        List<String> line = new ArrayList<>(java());
        line.add("-cp");
        line.add(target.resolve("processes.jar") + ":" + target.resolve("lib") + "/*");
        line.add("org.servletmpm.samples.processes." + name);
        line.addAll(List.of(arguments));
        return line;
    }

    public int port() {
        return port;
    }

    public int statusPort() {
        return statusPort;
    }

    public Process process() {
        return process;
    }

    /** What it and its children have written. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** The processes of the children that serve; none while it does not answer. */
    public List<Long> serving() {
        try (RawConnection connection = RawConnection.open(statusPort, false)) {
            return SERVING.matcher(connection.get("/server-status?text").text())
                    .results()
                    .map(child -> Long.valueOf(child.group(1)))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Ends it by SIGTERM, as a service manager does; its children go with it. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
    }
}

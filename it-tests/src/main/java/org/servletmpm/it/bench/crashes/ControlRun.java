package org.servletmpm.it.bench.crashes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.UnixConnection;
import org.servletmpm.it.process.FreePort;

/** A control and its children that run the demo. One thread. */
final class ControlRun implements AutoCloseable {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** What the address of a Unix domain socket begins with. */
    static final String UNIX = "unix:";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final Path log;
    private final String listen;
    private final Process control;

    /**
     * @param jars the demo's and mpmctl's
     * @param run the control's directory, which may be used again
     * @param model the children's
     * @param directives such as {@code StartServers=4}
     */
    ControlRun(Jars jars, Path run, String container, String model, String... directives)
            throws IOException {
        this(jars, freeAddress(), run, List.of(container, model), List.of(directives));
    }

    /**
     * @param listen an address and a port, or {@code unix:} and a path
     * @param server container and model
     */
    ControlRun(Jars jars, String listen, Path run, List<String> server, List<String> directives)
            throws IOException {
        this.listen = listen;
        this.log = Files.createTempFile("control", ".log");
        List<String> command = new ArrayList<>(List.of(JAVA, "-XX:TieredStopAtLevel=1", "-jar"));
        command.addAll(List.of(jars.mpmctl().toString(), "start", "--run", run.toString()));
        command.addAll(List.of("--model", server.get(1), "--set", "Listen=" + listen));
        directives.forEach(directive -> command.addAll(List.of("--set", directive)));
        command.addAll(List.of("--", JAVA, "-Xmx96m", "-XX:+UseSerialGC"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-jar", jars.demo().toString()));
        command.addAll(List.of("--container", server.get(0), "--model", server.get(1)));
        this.control =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
    }

    /**
     * @return an address of the loopback where nothing listens
     */
    static String freeAddress() throws IOException {
        return "127.0.0.1:" + FreePort.get();
    }

    /** Waits until something is true. */
    void await(String what, BooleanSupplier isTrue) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!isTrue.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IOException("not within two minutes: " + what + "\n" + log());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Waits until as many children have become ready since the start. */
    void awaitReady(long children) throws IOException, InterruptedException {
        await(
                children + " children are ready",
                () -> !control.isAlive() || count(" is ready") >= children);
        if (!control.isAlive()) {
            throw new IOException("the control has ended:\n" + log());
        }
    }

    /**
     * @return lines of the log with this text
     */
    long count(String text) {
        try {
            return log().lines().filter(line -> line.contains(text)).count();
        } catch (IOException e) {
            return 0;
        }
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    int port() {
        return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
    }

    /**
     * @return the status of an answer on a connection of its own
     */
    int ask(String path) throws IOException {
        if (listen.startsWith(UNIX)) {
            Path socket = Path.of(listen.substring(UNIX.length()));
            try (UnixConnection connection = UnixConnection.open(socket)) {
                return connection.get(path).status();
            }
        }
        try (RawConnection connection = RawConnection.open(port(), false)) {
            return connection.get(path).status();
        }
    }

    Process control() {
        return control;
    }

    List<ProcessHandle> children() {
        return control.children().toList();
    }

    /**
     * @return slot and generation, as in {@code 2.0}; empty if it is gone
     */
    static String name(ProcessHandle child) {
        try {
            byte[] all = Files.readAllBytes(Path.of("/proc", child.pid() + "", "environ"));
            List<String> variables =
                    Arrays.asList(new String(all, StandardCharsets.UTF_8).split("\0"));
            return value(variables, "MPM_SLOT=") + "." + value(variables, "MPM_GENERATION=");
        } catch (IOException e) {
            return "";
        }
    }

    private static String value(List<String> variables, String name) {
        return variables.stream()
                .filter(variable -> variable.startsWith(name))
                .map(variable -> variable.substring(name.length()))
                .findFirst()
                .orElse("");
    }

    static void signal(ProcessHandle process, String name)
            throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = children();
        control.destroyForcibly().onExit().join();
        for (ProcessHandle child : all) {
            child.destroyForcibly();
            child.onExit().join();
        }
        Files.deleteIfExists(log);
    }
}

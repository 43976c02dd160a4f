package org.servletmpm.it.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The demo's jar in a JVM of its own; what it writes to stderr goes to a file that ends with it.
 */
public final class DemoProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;
    private static final Pattern URL = Pattern.compile(" url=https?://[^ ]*:(\\d+)");

    private final Process process;
    private final Path stderr;
    private final BufferedReader stdout;

    private DemoProcess(Process process, Path stderr) {
        this.process = process;
        this.stderr = stderr;
        this.stdout = process.inputReader();
    }

    /**
     * On the JDK that runs this.
     *
     * @param jvm options of the JVM
     * @param arguments the demo's
     */
    public static DemoProcess start(Path jar, List<String> jvm, List<String> arguments)
            throws IOException {
        return start(Path.of(System.getProperty("java.home")), jar, jvm, arguments);
    }

    /** As above, in a JVM of another JDK. */
    public static DemoProcess start(Jdk jdk, Path jar, List<String> jvm, List<String> arguments)
            throws IOException {
        return start(jdk.home(), jar, jvm, arguments);
    }

    /**
     * Under the build with the option of its test JVMs ({@code test.jvm}), too.
     *
     * @param javaHome of the JDK that runs it
     * @param jvm options of the JVM
     * @param arguments the demo's
     */
    public static DemoProcess start(
            Path javaHome, Path jar, List<String> jvm, List<String> arguments) throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    "no "
                            + jar.toAbsolutePath().normalize()
                            + ": `mvn verify` at the top builds it");
        }
        List<String> all = new ArrayList<>();
        Optional.ofNullable(System.getProperty("test.jvm")).ifPresent(all::add);
        all.addAll(jvm);
        all.addAll(List.of("-jar", jar.toString()));
        all.addAll(arguments);
        return start(javaHome, all);
    }

    /**
     * A program that prints the same first line as the demo.
     *
     * @param arguments of the command java
     */
    public static DemoProcess start(Path javaHome, List<String> arguments) throws IOException {
        return start(List.of(), javaHome, arguments);
    }

    /**
     * As above.
     *
     * @param wrapper a command that ends by becoming the one that is behind it; may be empty
     */
    public static DemoProcess start(List<String> wrapper, Path javaHome, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(javaHome.resolve(Path.of("bin", "java")).toString());
        command.addAll(arguments);
        Path stderr = Files.createTempFile("demo", ".stderr");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(stderr.toFile());
        return new DemoProcess(builder.start(), stderr);
    }

    /** The port it serves on. Waits for its first line, which must be READY. */
    public int awaitReady() throws IOException {
        String line = firstLine();
        Matcher url = URL.matcher(String.valueOf(line));
        if (!url.find()) {
            throw new IllegalStateException("not READY but: " + line + "\n" + errors());
        }
        return Integer.parseInt(url.group(1));
    }

    /** Null when the process ends without a line. */
    public String firstLine() throws IOException {
        return stdout.readLine();
    }

    /** What it says to a line on its stdin. */
    public String answerTo(String command) throws IOException {
        BufferedWriter stdin = process.outputWriter();
        stdin.write(command);
        stdin.newLine();
        stdin.flush();
        return stdout.readLine();
    }

    /** There are no more commands. */
    public void endInput() throws IOException {
        process.outputWriter().close();
    }

    /** What it writes to stdout up to its end. */
    public String rest() {
        return String.join("\n", stdout.lines().toList());
    }

    public String errors() throws IOException {
        return Files.readString(stderr);
    }

    public long pid() {
        return process.pid();
    }

    /** SIGTERM, on the systems that have it; what it writes can be read further. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** The exit status. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still runs after " + PATIENCE_SECONDS + " seconds");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        stdout.close();
        Files.deleteIfExists(stderr);
    }
}

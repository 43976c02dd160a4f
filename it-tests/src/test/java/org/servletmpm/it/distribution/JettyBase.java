package org.servletmpm.it.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A {@code $JETTY_BASE} with our archive unpacked and one static page, for Jetty's own {@code
 * start.jar}.
 */
public final class JettyBase {

    /** What the page at {@code /} says. */
    public static final String PAGE = "served from a jetty-base\n";

    private static final long PATIENCE_SECONDS = 60;
    private static final String STARTED = "Started oejs.Server@";
    private static final Pattern PORT =
            Pattern.compile(
                    "Started osj\\.MpmServerConnector@.*\\(([^,)]*)[^)]*\\)}\\{[^}]*:(\\d+)}");

    private final Path home;
    private final Path base;

    private JettyBase(Path home, Path base) {
        this.home = home;
        this.base = base;
    }

    /**
     * @param directory where it is to be made; empty
     */
    public static JettyBase in(Path directory) throws Exception {
        JettyBase made = new JettyBase(JettyHome.unpacked(), directory);
        Distribution.unpack(archive(), directory);
        Path root = Files.createDirectories(directory.resolve("webapps/ROOT"));
        Files.writeString(root.resolve("index.html"), PAGE);
        return made;
    }

    /** What the build makes for users. */
    private static Path archive() throws IOException {
        Path made = Path.of("../connector-jetty/target");
        try (Stream<Path> files = Files.list(made)) {
            return files.filter(file -> file.toString().endsWith("-jetty-base.zip"))
                    .findAny()
                    .orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            "no jetty-base.zip in "
                                                    + made
                                                    + ": `mvn verify` makes one"));
        }
    }

    /** A file of Jetty's own with the connector's class changed, and nothing else. */
    public void adopt(String file) throws IOException {
        String stock = Files.readString(home.resolve(file));
        Files.writeString(
                base.resolve(file),
                stock.replace(
                        "class=\"org.eclipse.jetty.server.ServerConnector\"",
                        "class=\"org.servletmpm.jetty.MpmServerConnector\""));
    }

    /** Writes a file of {@code start.d}. */
    public void ini(String name, String text) throws IOException {
        Path directory = Files.createDirectories(base.resolve("start.d"));
        Files.writeString(directory.resolve(name + ".ini"), text);
    }

    /** Has a shell run a command in this base. */
    public void shell(String command) throws IOException, InterruptedException {
        try (Run run = run(List.of("sh", "-c", command))) {
            if (run.awaitExit() != 0) {
                throw new IllegalStateException(run.output());
            }
        }
    }

    /** Where a web application of that name is deployed from. */
    public Path webApplication(String name) {
        return base.resolve("webapps").resolve(name);
    }

    /** A key store for {@code localhost}; the password is {@code changeit}. */
    public void makeKeyStore() throws IOException, InterruptedException {
        Files.createDirectories(base.resolve("etc"));
        String make =
                "-genkeypair -alias jetty -keyalg EC -dname CN=localhost -ext SAN=DNS:localhost"
                        + " -storetype PKCS12 -storepass changeit -keystore etc/keystore.p12";
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(make.split(" ")));
        Process keytool =
                new ProcessBuilder(command)
                        .directory(base.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(base.resolve("keytool.log").toFile())
                        .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(base.resolve("keytool.log")));
        }
    }

    /**
     * Jetty's start.jar at work in this base; its output, both streams, goes to a file. With
     * --jpms, what start.jar says that it would run: what it starts itself has its output piped,
     * and the last of it is lost.
     */
    public Run run(String... arguments) throws IOException, InterruptedException {
        List<String> all = Arrays.asList(arguments);
        if (!all.contains("--jpms")) {
            return run(startJar(all));
        }
        List<String> asked = new ArrayList<>(List.of("--dry-run"));
        asked.addAll(all);
        try (Run told = run(startJar(asked))) {
            told.awaitExit();
            return run(List.of("sh", "-c", "exec " + told.output()));
        }
    }

    private List<String> startJar(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Optional.ofNullable(System.getProperty("test.jvm")).ifPresent(command::add);
        command.addAll(List.of("-jar", home.resolve("start.jar").toString()));
        command.addAll(arguments);
        return command;
    }

    private Run run(List<String> command) throws IOException {
        Path log = Files.createTempFile(base, "start", ".log");
        return new Run(
                new ProcessBuilder(command)
                        .directory(base.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** A run of start.jar. */
    public record Run(Process process, Path log) implements AutoCloseable {

        public String output() throws IOException {
            return Files.readString(log);
        }

        /** The port of the connector whose first protocol this is, once all is started. */
        public int awaitPort(String protocol) throws IOException, InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!output().contains(STARTED)) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                    throw new IllegalStateException("not started:\n" + output());
                }
            }
            Matcher connector = PORT.matcher(output());
            while (connector.find()) {
                if (connector.group(1).equals(protocol)) {
                    return Integer.parseInt(connector.group(2));
                }
            }
            throw new IllegalStateException("no connector for " + protocol + ":\n" + output());
        }

        /** SIGTERM, on the systems that have it, as a service is stopped; waits for its end. */
        public void stop() throws IOException, InterruptedException {
            process.toHandle().destroy();
            awaitExit();
        }

        /** The exit status. */
        public int awaitExit() throws IOException, InterruptedException {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("still runs:\n" + output());
            }
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}

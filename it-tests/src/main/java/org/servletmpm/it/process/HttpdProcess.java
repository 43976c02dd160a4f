package org.servletmpm.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's Apache httpd with a configuration of its own, in a directory that goes with it. */
public final class HttpdProcess implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/apache2");
    private static final Path MODULES = Path.of("/usr/lib/apache2/modules");
    private static final long PATIENCE_MILLIS = 10_000;

    private final Path directory;
    private final Process process;
    private final int port;

    private HttpdProcess(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /**
     * @param modules that have to be there, by the names of their files: mod_status
     */
    public static boolean isInstalled(String... modules) {
        return Files.isExecutable(PROGRAM)
                && Stream.of(modules).allMatch(module -> Files.isRegularFile(file(module)));
    }

    /**
     * Returns when it listens, on a free port of the loopback address.
     *
     * @param modules besides the model's, by the names of their files
     * @param directives one a line
     */
    public static HttpdProcess start(String model, List<String> modules, List<String> directives)
            throws IOException, InterruptedException {
        int port = FreePort.get();
        Path directory = Files.createTempDirectory("httpd");
        // Its children are somebody else than root.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(documents(directory));
        List<String> lines = new ArrayList<>(usual(directory, port));
        lines.add(load("mod_mpm_" + model));
        modules.forEach(module -> lines.add(load(module)));
        lines.addAll(directives);
        Path configuration = directory.resolve("httpd.conf");
        Files.write(configuration, lines);
        Process process =
                // A session of its own: at its end prefork signals its whole process group.
                new ProcessBuilder(
                                "setsid",
                                PROGRAM.toString(),
                                "-DFOREGROUND",
                                "-f",
                                configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("output").toFile())
                        .start();
        HttpdProcess httpd = new HttpdProcess(directory, process, port);
        try {
            httpd.awaitListening();
        } catch (IOException e) {
            httpd.close();
            throw e;
        }
        return httpd;
    }

    private static List<String> usual(Path directory, int port) {
        return List.of(
                "ServerRoot " + directory,
                "DefaultRuntimeDir " + directory,
                "DocumentRoot " + documents(directory),
                "PidFile " + directory.resolve("pid"),
                "ErrorLog " + directory.resolve("error.log"),
                "ServerName localhost",
                "Listen 127.0.0.1:" + port,
                // Only root may and must say whom to become.
                "User nobody",
                "Group nogroup");
    }

    private static Path documents(Path directory) {
        return directory.resolve("htdocs");
    }

    private static String load(String module) {
        return "LoadModule " + module.replaceFirst("mod_", "") + "_module " + file(module);
    }

    private static Path file(String module) {
        return MODULES.resolve(module + ".so");
    }

    private void awaitListening() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    String output = Files.readString(directory.resolve("output"));
                    throw new IOException("httpd does not listen:\n" + output, notYet);
                }
                process.onExit().completeOnTimeout(process, 50, TimeUnit.MILLISECONDS).join();
            }
        }
    }

    public int port() {
        return port;
    }

    /** Of the process that takes signals. */
    public long pid() {
        return process.pid();
    }

    /** Something for its clients to get. */
    public void addFile(String name, String content) throws IOException {
        Files.writeString(documents(directory).resolve(name), content);
    }

    /** Its error log so far. */
    public List<String> log() throws IOException {
        return Files.readAllLines(directory.resolve("error.log"));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(
                            file -> {
                                try {
                                    Files.delete(file);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
    }
}

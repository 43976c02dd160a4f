package org.servletmpm.it.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.servletmpm.it.client.RawConnection;

/** Debian's Apache httpd with a configuration of its own, in a directory that goes with it. */
final class Httpd implements Subject {

    private static final Path PROGRAM = Path.of("/usr/sbin/apache2");
    private static final Path MODULES = Path.of("/usr/lib/apache2/modules");
    private static final long PATIENCE_MILLIS = 10_000;

    /** A worker's row, if it is at work: slot, letter, and the request with its number. */
    private static final Pattern ROW =
            Pattern.compile("<b>(\\d+)-\\d+</b>.*?<b>[RWK]</b>.*?[?]id=(\\d+) ", Pattern.DOTALL);

    private final Path directory;
    private final Process process;
    private final int port;

    private Httpd(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM) && Files.isRegularFile(module("mod_reflector"));
    }

    /** Returns when it listens. */
    static Httpd start(Scenario scenario) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path directory = Files.createTempDirectory("httpd");
        Path configuration = directory.resolve("httpd.conf");
        Files.write(configuration, configuration(scenario, directory, port));
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
        Httpd httpd = new Httpd(directory, process, port);
        try {
            httpd.awaitListening();
        } catch (IOException e) {
            httpd.close();
            throw e;
        }
        return httpd;
    }

    private static List<String> configuration(Scenario scenario, Path directory, int port) {
        List<String> lines = new ArrayList<>();
        lines.add("ServerRoot " + directory);
        lines.add("DefaultRuntimeDir " + directory);
        lines.add("PidFile " + directory.resolve("pid"));
        lines.add("ErrorLog " + directory.resolve("error.log"));
        lines.add("LogLevel info");
        lines.add("ServerName localhost");
        lines.add("Listen 127.0.0.1:" + port);
        lines.add(load("mpm_" + scenario.model() + "_module", "mod_mpm_" + scenario.model()));
        lines.add(load("authz_core_module", "mod_authz_core"));
        lines.add(load("status_module", "mod_status"));
        lines.add(load("reflector_module", "mod_reflector"));
        // Only root may and must say whom to become.
        lines.add("User nobody");
        lines.add("Group nogroup");
        lines.add("ExtendedStatus On");
        if (scenario.model().equals("event")) {
            // The demo has no factor limit unless it is set: none to speak of here either.
            lines.add("AsyncRequestWorkerFactor 100");
        }
        lines.add("MaxKeepAliveRequests 0");
        lines.add("Timeout 300");
        lines.add("<Location /server-status>\nSetHandler server-status\n</Location>");
        lines.add("<Location /hold>\nSetHandler reflector\n</Location>");
        lines.addAll(scenario.directives());
        return lines;
    }

    private static String load(String module, String file) {
        return "LoadModule " + module + " " + module(file);
    }

    private static Path module(String file) {
        return MODULES.resolve(file + ".so");
    }

    private void awaitListening() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException("httpd does not listen:\n" + output(), notYet);
                }
                process.onExit().completeOnTimeout(process, 50, TimeUnit.MILLISECONDS).join();
            }
        }
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    /** What httpd's own log says about its pool. */
    List<String> log() throws IOException {
        return Files.readAllLines(directory.resolve("error.log")).stream()
                .filter(line -> line.contains("mpm_"))
                .toList();
    }

    @Override
    public String name() {
        return "httpd";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String holdPath() {
        return "/hold";
    }

    @Override
    public Map<Integer, Integer> slots(Map<Integer, HeldRequest> held) throws IOException {
        Map<Integer, Integer> slots = new HashMap<>();
        try (RawConnection connection = RawConnection.open(port, false)) {
            String page = connection.get("/server-status", "Connection: close").text();
            for (String row : page.split("<tr>")) {
                Matcher worker = ROW.matcher(row);
                if (worker.find()) {
                    slots.put(Integer.valueOf(worker.group(2)), Integer.valueOf(worker.group(1)));
                }
            }
        }
        if (!slots.keySet().containsAll(held.keySet())) {
            throw new IOException("requests " + held.keySet() + " but workers for " + slots);
        }
        return slots;
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

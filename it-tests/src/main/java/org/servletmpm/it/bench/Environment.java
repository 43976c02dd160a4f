package org.servletmpm.it.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.catalina.util.ServerInfo;
import org.eclipse.jetty.server.Server;

/** Describes the machine and the software that a report was made with. */
final class Environment {

    private Environment() {}

    /**
     * In the order in which it is to be read.
     *
     * @param newer of virtual threads, where there is a JDK that has them
     */
    static Map<String, String> describe(Launch launch, Optional<Launch> newer)
            throws IOException, InterruptedException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("processor", processor());
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("JDK", jdk(launch.javaHome()));
        if (newer.isPresent()) {
            facts.put("JDK for virtual threads", jdk(newer.get().javaHome()));
        }
        facts.put("JVM options", String.join(" ", launch.jvm()));
        facts.put("Tomcat", ServerInfo.getServerNumber());
        facts.put("Jetty", Server.getVersion());
        facts.put("wrk", firstLine("wrk", "-v").replaceFirst(" Copyright.*", ""));
        facts.put("h2load", firstLine("h2load", "--version"));
        facts.put("load before", load());
        return facts;
    }

    /** Processes that ran or wanted to, on the average of a minute. */
    static String load() {
        return "%.2f"
                .formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String jdk(Path home) throws IOException {
        Properties release = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        }
        return (release.getProperty("JAVA_VERSION") + " " + release.getProperty("IMPLEMENTOR", ""))
                .replace("\"", "")
                .strip();
    }

    private static String processor() throws IOException {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (Files.isReadable(cpuinfo)) {
            try (var lines = Files.lines(cpuinfo)) {
                var model = lines.filter(line -> line.startsWith("model name")).findFirst();
                if (model.isPresent()) {
                    return model.get().replaceFirst(".*:\\s*", "");
                }
            }
        }
        return System.getProperty("os.arch");
    }

    private static String firstLine(String... command) throws IOException, InterruptedException {
        return Program.isInstalled(command[0])
                ? Program.output(List.of(command)).lines().findFirst().orElse("").strip()
                : "not installed";
    }
}

package org.servletmpm.it.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command mpmctl, from its jar, on the JDK that runs this. */
public final class MpmctlCommand {

    private static final Path JAR =
            Path.of("..", "connector-core", "mpmctl", "target", "mpmctl.jar");

    private MpmctlCommand() {}

    /**
     * @param exit its exit code
     * @param text what it has written, errors too
     */
    public record Answer(int exit, String text) {}

    /**
     * @return the command line
     */
    public static List<String> line(String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // It is short-lived.
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", JAR.toString()));
        line.addAll(List.of(arguments));
        return line;
    }

    /** Waits for its end. */
    public static Answer run(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line(arguments)).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes());
        return new Answer(process.waitFor(), text);
    }
}

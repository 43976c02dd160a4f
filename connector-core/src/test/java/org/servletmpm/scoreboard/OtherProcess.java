package org.servletmpm.scoreboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.servletmpm.directive.Model;

/** Reads or holds a scoreboard's file in a process of its own. */
final class OtherProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private OtherProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Prints what the file shows, a line for each fact. */
    static OtherProcess reading(Path file) throws IOException, URISyntaxException {
        return start("read", file);
    }

    /** Takes the file, prints {@code held} or why not, and keeps it until its input ends. */
    static OtherProcess holding(Path file) throws IOException, URISyntaxException {
        return start("hold", file);
    }

    private static OtherProcess start(String task, Path file)
            throws IOException, URISyntaxException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
        command.add(home(Scoreboard.class) + java.io.File.pathSeparator + home(OtherProcess.class));
        command.addAll(List.of(OtherProcess.class.getName(), task, file.toString()));
        return new OtherProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private static Path home(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    String line() throws IOException {
        return output.readLine();
    }

    List<String> lines() {
        return output.lines().toList();
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String... args) throws IOException {
        Path file = Path.of(args[1]);
        if (args[0].equals("read")) {
            read(Scoreboard.open(file));
            return;
        }
        try (Scoreboard scoreboard = Scoreboard.map(file, Model.EVENT, 9, 9, now())) {
            scoreboard.claim(0, 1, 5).worker(0).status(WorkerStatus.KEEPALIVE);
            System.out.println("held");
            System.in.read();
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }

    private static void read(Scoreboard scoreboard) {
        Snapshot snapshot = scoreboard.snapshot();
        System.out.println(scoreboard.server());
        System.out.println(snapshot.model() + " " + snapshot.startMillis());
        System.out.println(snapshot.scoreboardLetters());
        System.out.println(snapshot.children().get(1).workers().get(0).text());
        System.out.println(snapshot.totalAccesses() + " " + snapshot.totalBytes());
    }

    static long now() {
        return System.currentTimeMillis();
    }
}

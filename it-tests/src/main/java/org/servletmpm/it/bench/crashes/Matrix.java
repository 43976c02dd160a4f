package org.servletmpm.it.bench.crashes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.client.RawConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Goes through what may happen to a control, and prints what came of it as a Markdown table. */
@Command(
        name = "matrix",
        mixinStandardHelpOptions = true,
        description = "Goes through what may happen to a control and its files.")
public final class Matrix implements Callable<Integer> {

    private static final String[] FEW = {
        "StartServers=2", "MinSpareThreads=10", "MaxSpareThreads=400"
    };

    private static final List<String> TOMCAT = List.of("tomcat", "event");

    @Option(names = "--demo", required = true, description = "the demo's jar")
    private Path demo;

    @Option(names = "--mpmctl", required = true, description = "mpmctl's jar")
    private Path mpmctl;

    @Option(names = "--kills", description = "times that everything is killed (50)")
    private int kills = 50;

    private Jars jars;
    private Path directory;

    @Override
    public Integer call() throws Exception {
        jars = new Jars(demo, mpmctl);
        directory = Files.createTempDirectory("matrix");
        System.out.printf("| what happens | what came of it |%n|---|---|%n");
        row(
                "everything is killed (SIGKILL) and started again at its port",
                everythingIsKilled(ControlRun.freeAddress()));
        row(
                "the same with a Unix domain socket",
                everythingIsKilled(ControlRun.UNIX + directory.resolve("http")));
        row("the control is killed", theControlIsKilled());
        row("a pid file that is left", aPidFileIsLeft());
        row("the port is in use", thePortIsInUse());
        row("the disk of the run directory is full", theDiskIsFull());
        return 0;
    }

    private static void row(String what, String result) {
        System.out.printf("| %s | %s |%n", what, result);
    }

    private ControlRun start(String... directives) throws IOException {
        return new ControlRun(jars, directory.resolve("run"), "tomcat", "event", directives);
    }

    private String everythingIsKilled(String listen) throws Exception {
        Path run = directory.resolve("run");
        int served = 0;
        for (int i = 0; i < kills; i++) {
            try (ControlRun server = new ControlRun(jars, listen, run, TOMCAT, List.of(FEW))) {
                server.awaitReady(1);
                served += server.ask("/hello") == 200 ? 1 : 0;
            }
        }
        return served + " of " + kills + " starts serve, with nothing cleaned between them";
    }

    private String theControlIsKilled() throws Exception {
        try (ControlRun server = start(FEW)) {
            server.awaitReady(2);
            List<ProcessHandle> children = server.children();
            try (RawConnection connection = RawConnection.open(server.port(), false)) {
                connection.request("/sleep?ms=1000");
                long began = System.nanoTime();
                server.control().destroyForcibly().onExit().join();
                int status = connection.read().status();
                server.await("no child", () -> children.stream().noneMatch(ProcessHandle::isAlive));
                return "the running request is answered %d; no child is left after %.1f s"
                        .formatted(status, (System.nanoTime() - began) / 1e9);
            }
        }
    }

    private String aPidFileIsLeft() throws Exception {
        Path file = directory.resolve("pid");
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(file, dead.pid() + "\n");
        try (ControlRun server = start("StartServers=1", "PidFile=" + file)) {
            server.awaitReady(1);
            boolean own = Files.readString(file).strip().equals(server.control().pid() + "");
            return "answers %d; the file has %s"
                    .formatted(server.ask("/hello"), own ? "its pid" : "another");
        }
    }

    private String thePortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ControlRun server =
                        new ControlRun(
                                jars,
                                "127.0.0.1:" + taken.getLocalPort(),
                                directory.resolve("run"),
                                TOMCAT,
                                List.of(FEW))) {
            return refused(server);
        }
    }

    private static String refused(ControlRun server) throws Exception {
        if (!server.control().waitFor(1, TimeUnit.MINUTES)) {
            return "it runs";
        }
        return "exit code %d: %s"
                .formatted(
                        server.control().exitValue(),
                        server.log().strip().lines().reduce("", (before, line) -> line));
    }

    /** A file system of its own, which only root can mount. */
    private String theDiskIsFull() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        if (run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()) != 0) {
            return "not run: only root can mount a small file system";
        }
        try {
            Files.write(disk.resolve("filler"), new byte[48 * 1024]);
            try (ControlRun server =
                    new ControlRun(jars, disk.resolve("run"), "tomcat", "event", FEW)) {
                return refused(server);
            }
        } finally {
            run("umount", disk.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor();
    }
}

package org.servletmpm.it.bench.crashes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.process.ControlledChildren;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks children for memory that they keep for ever, and prints how much they have. */
@Command(
        name = "leak",
        mixinStandardHelpOptions = true,
        description = "Leaks a megabyte in each request, and counts what is lost.")
public final class Leak implements Callable<Integer> {

    private static final int CHILDREN = 3;

    @Mixin private ServerOptions asked = new ServerOptions();

    @Option(names = "--seconds", description = "how long (600)")
    private int seconds = 600;

    @Option(names = "--rate", description = "requests in a second, of as many clients (5)")
    private int rate = 5;

    @Option(names = "--recycle", description = "the directive (RecycleHeap=70)")
    private String recycle = "RecycleHeap=70";

    private final AtomicBoolean over = new AtomicBoolean();
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();

    @Override
    public Integer call() throws Exception {
        Path run = Files.createTempDirectory("leak").resolve("run");
        try (ControlRun server =
                        new ControlRun(
                                asked.jars(),
                                run,
                                asked.container(),
                                asked.model(),
                                "StartServers=" + CHILDREN,
                                "MaxRequestWorkers=200",
                                "MinSpareThreads=75",
                                "MaxSpareThreads=1000",
                                "MinLife=5",
                                recycle);
                ClientThreads threads = new ClientThreads()) {
            server.awaitReady(CHILDREN);
            for (int i = 0; i < rate; i++) {
                threads.start(() -> ask(server.port()));
            }
            System.out.printf(
                    "%s %s, %s, %d clients ask once a second for 1 MB%n%n"
                            + "| minute | MB leaked | failed | replaced | serving, at least |"
                            + " resident, all children, MB at most | one child |%n"
                            + "|---:|---:|---:|---:|---:|---:|---:|%n",
                    asked.container(), asked.model(), recycle, rate);
            for (int minute = 1; minute <= Math.max(1, seconds / 60); minute++) {
                System.out.println(minute(minute, server, run));
            }
            over.set(true);
            System.out.printf(
                    "%nended by OutOfMemoryError: %d%n", server.count("OutOfMemoryError"));
        }
        return failed.sum() == 0 ? 0 : 1;
    }

    private String minute(int minute, ControlRun server, Path run)
            throws IOException, InterruptedException {
        long serving = Long.MAX_VALUE;
        long all = 0;
        long largest = 0;
        for (int i = 0; i < Math.min(60, seconds); i++) {
            TimeUnit.SECONDS.sleep(1);
            serving = Math.min(serving, serving(run));
            List<Long> resident = new ArrayList<>();
            server.children().forEach(child -> resident.add(residentMegabytes(child)));
            all = Math.max(all, resident.stream().mapToLong(Long::longValue).sum());
            largest =
                    Math.max(largest, resident.stream().mapToLong(Long::longValue).max().orElse(0));
        }
        return "| %d | %d | %d | %d | %d | %d | %d |"
                .formatted(
                        minute,
                        answered.sum(),
                        failed.sum(),
                        server.count(" leaves: Recycle"),
                        serving,
                        all,
                        largest);
    }

    private static long serving(Path run) throws IOException {
        return ControlledChildren.of(run).stream()
                .filter(child -> child.state().equals("serving"))
                .count();
    }

    /** 0 if it is gone. */
    private static long residentMegabytes(ProcessHandle child) {
        try {
            return Files.readAllLines(Path.of("/proc", child.pid() + "", "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Never asks twice for what was lost. */
    private Void ask(int port) throws InterruptedException {
        while (!over.get()) {
            try (RawConnection connection = RawConnection.open(port, false)) {
                boolean open = true;
                while (open && !over.get()) {
                    Response response = connection.get("/leak?kb=1024");
                    (response.status() == 200 ? answered : failed).increment();
                    open = !response.closes();
                    TimeUnit.SECONDS.sleep(1);
                }
            } catch (IOException | IllegalStateException e) {
                failed.increment();
            }
        }
        return null;
    }
}

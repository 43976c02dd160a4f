package org.servletmpm.it.bench.rolls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.servletmpm.it.bench.stop.PausingClient;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.process.ControlledChildren;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Deploys what must fail, and what must not, under clients that repeat nothing, and prints a table
 * of what came of it.
 */
@Command(
        name = "deploys",
        mixinStandardHelpOptions = true,
        description = "Deploys what must fail under clients that repeat nothing.")
final class Deploys implements Callable<Integer> {

    private static final int LOWEST_FAILURE = 400;

    @Mixin private Cells cells;

    @Option(names = "--clients", description = "at once (40)")
    private int clients = 40;

    private boolean wrong;

    Deploys() {}

    @Override
    public Integer call() throws Exception {
        System.out.printf(
                "%d clients POST over kept connections, pause up to 3.5 s and repeat nothing%n"
                        + "(ChildStartTimeout 20, MinLife 15, WarmUp /hello)%n",
                clients);
        cells.each(this::deploy);
        return wrong ? 1 : 0;
    }

    private void deploy(String container, String model) throws Exception {
        Path directory = Files.createTempDirectory("deploys");
        System.out.printf(
                "%n%s %s%n%n| deployed | exit code | seconds | answer |%n|---|---:|---:|---|%n",
                container, model);
        try (ClientThreads threads = new ClientThreads()) {
            deploy(directory, threads, container, model);
        }
    }

    private void deploy(Path directory, ClientThreads threads, String container, String model)
            throws Exception {
        Path deployed = Files.createDirectory(directory.resolve("deployed"));
        Path program = deployed.resolve("program");
        Path jar = deployed.resolve("demo.jar");
        Files.copy(cells.demo(), jar);
        String good = demo(container, model);
        Files.writeString(program, "exec " + good);
        List<String> options = new ArrayList<>(MpmctlServer.options(model, clients + 10));
        options.addAll(
                List.of(
                        "--set",
                        "MinLife=15",
                        "--set",
                        "ChildStartTimeout=20",
                        "--set",
                        "WarmUp=/hello",
                        "--snapshot",
                        deployed.toString()));
        List<String> command = List.of("sh", program.toString());
        try (MpmctlServer server = new MpmctlServer(cells.mpmctl(), directory, options, command)) {
            AtomicBoolean over = new AtomicBoolean();
            List<CompletableFuture<PausingClient.Count>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(
                        threads.start(
                                new PausingClient(
                                        server.port(), "/upload", LOWEST_FAILURE, over::get, i)));
            }
            show(server, "throws at start", 1, program, "exec " + good + " --no-such-option");
            show(server, "never ready", 1, program, "exec sleep 1000");
            show(server, "fails its warm-up", 1, program, withoutWarmPage(good));
            show(server, "dies after some 10 s", 1, program, dying(good));
            Files.writeString(jar, "half of an upload");
            show(server, "half a jar", 1, program, "exec " + good);
            Files.copy(cells.demo(), jar, StandardCopyOption.REPLACE_EXISTING);
            show(server, "a good one", 0, program, "exec " + good + " # good");
            show(server, "rollback", 0);
            show(server, "rollback", 1);
            over.set(true);
            PausingClient.Count count = new PausingClient.Count(0, 0);
            for (CompletableFuture<PausingClient.Count> each : all) {
                count = count.plus(each.get());
            }
            wrong |= count.lost() > 0;
            System.out.printf(
                    "%n%d requests sent, %d answered, %d failed%n",
                    count.answered() + count.lost(), count.answered(), count.lost());
            Files.writeString(jar, "half of an upload");
            kill(server);
        }
    }

    private static String demo(String container, String model) {
        Path jar = Path.of("$(dirname $0)", "demo.jar");
        return String.join(" ", MpmctlServer.demo(jar, container, model));
    }

    private static String withoutWarmPage(String good) {
        return "sed 's#^WarmUp.*#WarmUp /no-page#' \"$MPM_DIRECTIVES\" >\"$0.conf\"\n"
                + "export MPM_DIRECTIVES=\"$0.conf\"\nexec "
                + good;
    }

    /** A shell gives its background process another standard input, unless it is told. */
    private static String dying(String good) {
        return "exec 3<&0\n" + good + " <&3 &\nsleep 15\necho out of luck >&2\nkill -9 $!\nexit 9";
    }

    private void show(MpmctlServer server, String what, int expected, Path program, String script)
            throws IOException, InterruptedException {
        Files.writeString(program, script + "\n");
        long began = System.nanoTime();
        show(what, expected, server.tell("graceful"), began);
    }

    private void show(MpmctlServer server, String command, int expected)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        show(command, expected, server.tell(command), began);
    }

    private void show(String what, int expected, MpmctlServer.Answer answer, long began) {
        wrong |= answer.exit() != expected;
        System.out.printf(
                "| %s | %d | %d | %s |%n",
                what,
                answer.exit(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                answer.text().replaceAll("\\s*\\n\\s*", "; ").replaceAll("^(.{300}).*", "$1..."));
    }

    /** A child that is killed is started again from its own copy. */
    private void kill(MpmctlServer server) throws IOException, InterruptedException {
        ControlledChildren.Child victim = server.children().get(0);
        ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly();
        long began = System.nanoTime();
        List<ControlledChildren.Child> now = server.children();
        while (now.stream().anyMatch(child -> child.pid() == victim.pid())
                || now.stream().filter(child -> child.state().equals("serving")).count() < 2) {
            TimeUnit.MILLISECONDS.sleep(100);
            now = server.children();
        }
        System.out.printf(
                "kill -9 of a child, its jar overwritten: two serve after %d s: %s%n",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began), now);
    }
}

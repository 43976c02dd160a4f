package org.servletmpm.mpmctl;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells a control what to do, and shows what it answers. */
abstract class Steer implements Callable<Integer> {

    /** The control's answer begins with it when it has done what was asked for. */
    private static final String DONE = "OK";

    @Option(
            names = "--run",
            paramLabel = "DIRECTORY",
            defaultValue = "mpm-run",
            description = "what the control was started with (default: ${DEFAULT-VALUE})")
    Path run;

    private final String command;

    Steer(String command) {
        this.command = command;
    }

    @Override
    public Integer call() {
        Path socket = run.resolve("mpm.ctl").toAbsolutePath();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(StandardCharsets.UTF_8.encode(command + "\n"));
            byte[] answer = Channels.newInputStream(channel).readAllBytes();
            return show(new String(answer, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            System.err.println("ERROR no control answers at " + socket + ": " + e.getMessage());
            return 1;
        }
    }

    private static int show(String answer) {
        if (answer.startsWith(DONE)) {
            System.out.println(answer.substring(DONE.length()).strip());
            return 0;
        }
        System.err.println(answer.isEmpty() ? "ERROR the control has ended" : answer);
        return 1;
    }

    @Command(name = "status", mixinStandardHelpOptions = true, description = "Shows the children.")
    static final class Status extends Steer {
        Status() {
            super("status");
        }
    }

    @Command(
            name = "graceful",
            mixinStandardHelpOptions = true,
            description = {
                "Replaces all children by new ones, one by one, and waits for it.",
                "If the first new child does not become ready, or dies within MinLife, the old ones"
                        + " serve on, its last lines are shown, and the exit code is 1."
            })
    static final class Graceful extends Steer {
        Graceful() {
            super("graceful");
        }
    }

    @Command(
            name = "graceful-stop",
            mixinStandardHelpOptions = true,
            description = "Accepts and serves what is queued, finishes what runs, then ends.")
    static final class GracefulStop extends Steer {
        GracefulStop() {
            super("graceful-stop");
        }
    }

    @Command(
            name = "stop",
            mixinStandardHelpOptions = true,
            description = "Ends the children at once.")
    static final class Stop extends Steer {
        Stop() {
            super("stop");
        }
    }
}

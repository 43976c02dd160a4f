package org.servletmpm.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Runs a control as all that this process does. SIGTERM and SIGINT stop it gracefully, the second
 * one at once; SIGHUP and SIGUSR1 are graceful restarts, SIGWINCH is a graceful stop.
 */
public final class ControlProcess {

    private ControlProcess() {}

    /**
     * Serves until a signal or a command ends it.
     *
     * @param served told what is listened on, as soon as the first child serves: {@code port 8080},
     *     or the path of a Unix domain socket
     * @throws IOException with the reason, when it cannot start; its cause is a {@link
     *     java.net.BindException} when the port cannot be had
     */
    public static void run(ControlSettings settings, Consumer<String> served) throws IOException {
        try (Control control = new Control(settings)) {
            AtomicBoolean stopping = new AtomicBoolean();
            Signals.on(List.of("TERM", "INT"), () -> stop(control, stopping));
            Signals.on(List.of("HUP", "USR1"), control::graceful);
            Signals.on(List.of("WINCH"), control::drain);
            control.start().join();
            served.accept(control.place());
            control.stopped().join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    /**
     * @return what this process was started with, for children that are to run the same
     * @throws IOException when the system does not tell
     */
    public static List<String> ownCommand() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        String line = Files.readString(Path.of("/proc/self/cmdline"));
        // Each word ends with a zero.
        List<String> words = List.of(line.split("\0", -1));
        command.addAll(words.subList(1, words.size() - 1));
        return command;
    }

    private static void stop(Control control, AtomicBoolean stopping) {
        if (stopping.getAndSet(true)) {
            control.stop();
        } else {
            control.drain();
        }
    }
}

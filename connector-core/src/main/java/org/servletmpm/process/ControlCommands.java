package org.servletmpm.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.servletmpm.inherit.Message;
import org.servletmpm.life.Parent;
import org.servletmpm.life.ParentMailbox;

/**
 * Carries out what an operator may ask of a control. Any thread; what concerns children is done in
 * the parent's.
 */
final class ControlCommands {

    private final Control control;
    private final ControlStatus status;
    private final Parent parent;
    private final ProcessChildren children;
    private final ParentMailbox mailbox;

    ControlCommands(
            Control control,
            ControlStatus status,
            Parent parent,
            ProcessChildren children,
            ParentMailbox mailbox) {
        this.control = control;
        this.status = status;
        this.parent = parent;
        this.children = children;
        this.mailbox = mailbox;
    }

    /**
     * @return them, by verb
     */
    Commands table() {
        return new Commands()
                .with("status", request -> "\n" + status.status(request.text("query")))
                .with("stacks", this::stacks)
                .with("logs", request -> logs())
                .with("graceful", this::graceful)
                .with("rollback", this::rollback)
                .with("restart", this::restart)
                .with("graceful-stop", request -> stops(control::drain))
                .with("stop", request -> stops(control::stop))
                .with("recycle", this::recycle)
                .with("kill", this::kill)
                .with("scale", this::scale)
                .with("pause", request -> pause())
                .with("resume", request -> resume());
    }

    /** The children have the same standard error. */
    private static String logs() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
        } catch (IOException e) {
            throw new IllegalStateException("this system does not tell where the log goes: " + e);
        }
    }

    private <T> T inParent(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, mailbox::command).join();
    }

    private void inParent(Runnable task) {
        CompletableFuture.runAsync(task, mailbox::command).join();
    }

    private static String after(Message request, CompletableFuture<Void> end, String done) {
        if (Commands.waits(request)) {
            end.join();
            return done;
        }
        return request.verb() + " has begun";
    }

    private String graceful(Message request) {
        String done = "the new generation serves, and every old child has been told to leave";
        return after(request, control.graceful(), done);
    }

    private String rollback(Message request) {
        String done = "the generation before serves, and every other child has been told to leave";
        return after(request, control.rollback(), done);
    }

    private String restart(Message request) {
        return after(request, control.restart(), "the new generation serves");
    }

    /** Names the process, for whoever waits for its end. */
    private static String stops(Runnable stop) {
        stop.run();
        return "pid=" + ProcessHandle.current().pid() + " the stop has begun";
    }

    private String recycle(Message request) {
        int slot = Commands.number(request, "slot");
        String name = inParent(() -> children.in(slot).name());
        Rollout replacing = new Rollout();
        parent.replace(List.of(slot), "recycle, as an operator asks", replacing);
        return after(request, replacing.serving(), name + " has been replaced, and leaves");
    }

    private String kill(Message request) {
        int slot = Commands.number(request, "slot");
        ChildProcess child = inParent(() -> children.kill(slot));
        child.process().onExit().join();
        return child.name() + " is killed, another one takes its place";
    }

    private String scale(Message request) {
        if ("auto".equals(request.text("children"))) {
            parent.keep(OptionalInt.empty());
            return "spare maintenance decides again how many children there are";
        }
        int number = Commands.number(request, "children");
        int most = parent.directives().childrenLimit();
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(
                    "must be auto, or 1 to "
                            + most
                            + ", which MaxRequestWorkers and ServerLimit allow");
        }
        parent.keep(OptionalInt.of(number));
        return number + " children are kept from now on";
    }

    private String pause() {
        inParent(children::pause);
        return "no child accepts: connections wait in the kernel";
    }

    private String resume() {
        inParent(children::resume);
        return "the children accept";
    }

    private String stacks(Message request) {
        Collection<CompletableFuture<String>> asked =
                inParent(
                        () ->
                                request.text("slot").isEmpty()
                                        ? children.askStacks()
                                        : List.of(
                                                children.in(Commands.number(request, "slot"))
                                                        .askStacks()));
        return asked.stream()
                .map(CompletableFuture::join)
                .collect(Collectors.joining("\n", "\n", ""));
    }
}

package org.servletmpm.mpmctl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.servletmpm.inherit.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells a server what to do, and shows what it answers. */
abstract class Steer implements Callable<Integer> {

    @Mixin private Target target;
    @Mixin private Form form;

    /**
     * @return what the server is asked for
     */
    abstract Message request();

    /**
     * Shows the answer. Whoever wants more of the server than the answer overrides it.
     *
     * @throws IOException when it has failed, with the reason
     */
    void carryOut(Server server, Form shown) throws IOException {
        shown.done(request().verb(), server.ask(request()));
    }

    @Override
    public final Integer call() {
        try (Server server = target.connect()) {
            carryOut(server, form);
            return ExitCode.DONE;
        } catch (NoServerException e) {
            return form.failed(request().verb(), e.getMessage(), ExitCode.NO_SERVER);
        } catch (IOException e) {
            return form.failed(request().verb(), e.getMessage(), ExitCode.FAILED);
        }
    }

    private static Message message(String verb) {
        return new Message(verb, Map.of());
    }

    /** Names a child by its slot. */
    private static final class Slot {
        @Parameters(paramLabel = "SLOT", description = "the child's slot: see status")
        private int slot;
    }

    /** Says whether to wait for the end. */
    private static final class Patience {
        @Option(
                names = "--wait",
                negatable = true,
                defaultValue = "true",
                fallbackValue = "true",
                description = "wait until it is done, and say whether it is (the default)")
        private boolean waits;

        Message of(Message request) {
            return request.with("wait", waits);
        }
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Shows workers, connections and children.")
    static final class Status extends Steer {
        @Override
        Message request() {
            return message("status");
        }

        @Override
        void carryOut(Server server, Form shown) throws IOException {
            shown.status(server.ask(request().with("query", shown.query())));
        }
    }

    @Command(
            name = "top",
            mixinStandardHelpOptions = true,
            description = "Shows the status again and again, until it is interrupted.")
    static final class Top extends Steer {
        private static final String CLEAR = "\u001b[H\u001b[2J";

        @Option(
                names = "-d",
                paramLabel = "SECONDS",
                defaultValue = "2",
                description = "between two looks (default: ${DEFAULT-VALUE})")
        private int seconds;

        @Option(
                names = "-n",
                paramLabel = "COUNT",
                defaultValue = "0",
                description = "how often (default: for ever)")
        private int count;

        @Override
        Message request() {
            return message("status");
        }

        @Override
        void carryOut(Server server, Form shown) throws IOException {
            for (int n = 1; ; n++) {
                String status = server.ask(request().with("query", shown.query()));
                shown.status(System.console() == null ? status : CLEAR + status);
                if (n == count) {
                    return;
                }
                try {
                    TimeUnit.SECONDS.sleep(seconds);
                } catch (InterruptedException e) {
                    throw new IOException("interrupted", e);
                }
            }
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
        @Mixin private Patience patience;

        @Override
        Message request() {
            return patience.of(message("graceful"));
        }
    }

    @Command(
            name = "restart",
            mixinStandardHelpOptions = true,
            description = {
                "Ends all children at once, then starts new ones: no two generations ever run at"
                        + " the same time. Connections are cut, new ones wait in the kernel."
            })
    static final class Restart extends Steer {
        @Mixin private Patience patience;

        @Override
        Message request() {
            return patience.of(message("restart"));
        }
    }

    /** Ends the server, and waits until its process has gone. */
    private abstract static class Ending extends Steer {
        private static final String PROCESS = "pid=";

        @Mixin private Patience patience;

        @Override
        final void carryOut(Server server, Form shown) throws IOException {
            String[] words = server.ask(request()).split(" ", 2);
            if (!patience.waits) {
                shown.done(request().verb(), words[1]);
                return;
            }
            long pid = Long.parseLong(words[0].substring(PROCESS.length()));
            ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
            shown.done(request().verb(), "process " + pid + " has ended");
        }

        final Message patient(String verb) {
            return patience.of(message(verb));
        }
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = {
                "Goes back to the files that were run before the last change, as graceful goes"
                        + " forward, and waits for it.",
                "If there is no earlier snapshot (KeepGenerations), the exit code is 1."
            })
    static final class Rollback extends Steer {
        @Mixin private Patience patience;

        @Override
        Message request() {
            return patience.of(message("rollback"));
        }
    }

    @Command(
            name = "graceful-stop",
            mixinStandardHelpOptions = true,
            description = "Accepts and serves what is queued, finishes what runs, then ends.")
    static final class GracefulStop extends Ending {
        @Override
        Message request() {
            return patient("graceful-stop");
        }
    }

    @Command(
            name = "stop",
            mixinStandardHelpOptions = true,
            description = "Ends the children at once.")
    static final class Stop extends Ending {
        @Override
        Message request() {
            return patient("stop");
        }
    }

    @Command(
            name = "recycle",
            mixinStandardHelpOptions = true,
            description =
                    "Replaces one child by a new one, which is there before the old one leaves.")
    static final class Recycle extends Steer {
        @Mixin private Slot child;
        @Mixin private Patience patience;

        @Override
        Message request() {
            return patience.of(message("recycle").with("slot", child.slot));
        }
    }

    @Command(
            name = "kill",
            mixinStandardHelpOptions = true,
            description =
                    "Kills one child. Its connections are cut, another child takes its place.")
    static final class Kill extends Steer {
        @Mixin private Slot child;

        @Override
        Message request() {
            return message("kill").with("slot", child.slot);
        }
    }

    @Command(
            name = "scale",
            mixinStandardHelpOptions = true,
            description = {
                "Keeps so many children from now on, whatever there is to do for them. Those that"
                        + " are too many leave gracefully."
            })
    static final class Scale extends Steer {
        @Parameters(
                paramLabel = "NUMBER",
                description = "of children; auto for as many as spare maintenance decides")
        private String number;

        @Override
        Message request() {
            return message("scale").with("children", number);
        }
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Accepts no connection until resume: new ones wait in the kernel.")
    static final class Pause extends Steer {
        @Override
        Message request() {
            return message("pause");
        }
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Ends a pause.")
    static final class Resume extends Steer {
        @Override
        Message request() {
            return message("resume");
        }
    }

    @Command(
            name = "reload",
            mixinStandardHelpOptions = true,
            description = {
                "Lets a configuration take effect in a server whose children are threads (--pid).",
                "An error changes nothing, is shown and logged, and the exit code is 1."
            })
    static final class Reload extends Steer {
        @Parameters(paramLabel = "FILE", description = "in httpd's syntax")
        private Path file;

        @Override
        Message request() {
            return message("reload").with("file", file.toAbsolutePath());
        }
    }

    @Command(
            name = "stacks",
            mixinStandardHelpOptions = true,
            description = "Shows what each thread is doing, of all children or of one.")
    static final class Stacks extends Steer {
        @Parameters(
                arity = "0..1",
                paramLabel = "SLOT",
                description = "the child's slot: see status")
        private Optional<Integer> slot = Optional.empty();

        @Override
        Message request() {
            Message all = message("stacks");
            return slot.map(one -> all.with("slot", one)).orElse(all);
        }
    }

    @Command(
            name = "logs",
            mixinStandardHelpOptions = true,
            description = "Shows what the server and its children have written last, if to a file.")
    static final class Logs extends Steer {
        @Option(
                names = "-n",
                paramLabel = "LINES",
                defaultValue = "20",
                description = "how many lines (default: ${DEFAULT-VALUE})")
        private int lines;

        @Option(names = "-f", description = "go on as it grows")
        private boolean follow;

        @Override
        Message request() {
            return message("logs");
        }

        @Override
        void carryOut(Server server, Form shown) throws IOException {
            LogFile.of(server.ask(request())).show(lines, follow, System.out);
        }
    }
}

package org.servletmpm.demo;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.ConfigurationFile;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;

/**
 * The life of a running server's connector, a command a line, an answer a line. Commands are
 * carried out one after the other, in the thread that asks; each has done what it says when it is
 * answered.
 */
final class Control {
    private static final String COMMANDS =
            "pause, resume, stop, start, restart FILE, graceful and redeploy, one a line";

    /** What the commands before have come to. */
    private enum State {
        SERVING,
        PAUSED,
        STOPPED
    }

    private final DemoContainer container;
    private final Configuration configuration;
    private final int port;
    private final Consumer<Finding> findings;
    private State state = State.SERVING;

    /**
     * @param container serves
     * @param findings told of what a configuration that takes effect was corrected in
     */
    Control(DemoContainer container, Configuration configuration, Consumer<Finding> findings) {
        this.container = container;
        this.configuration = configuration;
        this.port = container.port();
        this.findings = findings;
    }

    int port() {
        return port;
    }

    /**
     * @return the answer, without a line end; it begins with OK or ERROR
     */
    synchronized String answer(String line) throws InterruptedException {
        String command = line.strip();
        String[] words = command.split("\\s+", 2);
        try {
            String done = perform(words[0], words.length > 1 ? words[1] : "");
            return "OK " + words[0] + (done.isEmpty() ? "" : " " + done);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            String reason = e instanceof RefusedException ? e.getMessage() : reason(e);
            return "ERROR " + (command.isEmpty() ? "\"\"" : command) + ": " + reason;
        }
    }

    private String perform(String command, String argument) throws Exception {
        if (!argument.isEmpty() && !"restart".equals(command)) {
            throw new RefusedException("allowed are " + COMMANDS);
        }
        switch (command) {
            case "pause" -> {
                allow(state == State.SERVING);
                container.pause();
                state = State.PAUSED;
            }
            case "resume" -> {
                allow(state != State.STOPPED);
                container.resume();
                state = State.SERVING;
            }
            case "stop" -> {
                allow(state != State.STOPPED);
                container.stopConnector();
                state = State.STOPPED;
            }
            case "start" -> {
                allow(state == State.STOPPED);
                container.startConnector(port);
                state = State.SERVING;
            }
            case "restart" -> {
                allowRestart();
                return restart(argument);
            }
            case "graceful" -> {
                allowRestart();
                return generation(container.directives());
            }
            case "redeploy" -> {
                allow(state != State.STOPPED);
                container.redeploy();
            }
            default -> throw new RefusedException("allowed are " + COMMANDS);
        }
        return "";
    }

    private void allow(boolean inThisState) throws RefusedException {
        if (!inThisState) {
            String now = state.name().toLowerCase(Locale.ROOT);
            throw unchanged("not while the connector is " + now);
        }
    }

    private void allowRestart() throws RefusedException {
        if (configuration.stock()) {
            throw unchanged("the container's own connector cannot, allowed without --stock");
        }
        allow(state != State.STOPPED);
    }

    private String restart(String file) throws Exception {
        if (file.isEmpty()) {
            throw unchanged("allowed is restart FILE");
        }
        Directives next = read(file);
        next.findings().forEach(findings);
        return generation(next) + " " + DemoServer.words(next.effective());
    }

    private Directives read(String file) throws RefusedException {
        try {
            return container.directives().reread(ConfigurationFile.read(Path.of(file)));
        } catch (ConfigurationException e) {
            throw unchanged(errors(e.findings()));
        } catch (NoSuchFileException e) {
            throw unchanged("there is no such file");
        } catch (IOException e) {
            throw unchanged("cannot be read: " + ConfigurationFile.reason(e));
        } catch (InvalidPathException e) {
            throw unchanged("this is the name of no file");
        }
    }

    private static RefusedException unchanged(String reason) {
        return new RefusedException(reason + "; nothing has changed");
    }

    private static String errors(List<Finding> findings) {
        return findings.stream().map(Finding::toString).collect(Collectors.joining(" | "));
    }

    private String reason(Exception failed) {
        Exception explained = StartException.explained(failed, configuration.place());
        return explained instanceof StartException
                ? explained.getMessage().replaceFirst("^ERROR ", "").replace("\n", " | ")
                : OneLineLog.describe(failed);
    }

    private String generation(Directives next) throws InterruptedException, ExecutionException {
        return "generation=" + container.restart(next).serving().get();
    }

    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }
}

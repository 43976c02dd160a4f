package org.servletmpm.demo;

import java.net.BindException;
import java.util.Objects;
import java.util.stream.Collectors;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Finding;

/** The demo cannot serve; the message is what the operator reads, a line for every reason. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Exit code: the command line, a file or a value is not usable. */
    static final int CONFIGURATION = 2;

    /** Exit code: somebody else listens on the port. */
    static final int PORT_IN_USE = 3;

    private final int exitCode;

    StartException(int exitCode, String message, Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.exitCode = exitCode;
    }

    static StartException configuration(String message, Throwable cause) {
        return new StartException(CONFIGURATION, message, cause);
    }

    /**
     * What the operator can do something about is said in these words; the rest as it is.
     *
     * @param place where to listen, as the operator wrote it
     */
    static Exception explained(Exception failed, String place) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationException refused) {
                return refused(refused, failed);
            }
            if (cause instanceof BindException bind) {
                String reason = String.valueOf(bind.getMessage());
                boolean used = reason.contains("in use");
                // The port that is not the server's own says so itself.
                boolean named = reason.startsWith(Directive.STATUS_LISTEN + " ");
                return new StartException(
                        used ? PORT_IN_USE : CONFIGURATION,
                        "ERROR "
                                + (named ? "" : place + ": ")
                                + reason
                                + (used ? "; stop who listens there, or choose another" : ""),
                        failed);
            }
        }
        return failed;
    }

    static StartException refused(ConfigurationException refused, Exception failed) {
        return configuration(
                refused.findings().stream()
                        .map(StartException::line)
                        .collect(Collectors.joining("\n")),
                failed);
    }

    /** {@code WARN} or another level, then what was found. */
    static String line(Finding finding) {
        return finding.level() + " " + finding;
    }

    /** What the command exits with: 2 for bad configuration, 3 when the port is in use. */
    public int exitCode() {
        return exitCode;
    }
}

package org.servletmpm.demo;

import java.util.Objects;

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

    /** What the command exits with: 2 for bad configuration, 3 when the port is in use. */
    public int exitCode() {
        return exitCode;
    }
}

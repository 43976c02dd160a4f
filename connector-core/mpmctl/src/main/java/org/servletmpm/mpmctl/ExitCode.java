package org.servletmpm.mpmctl;

/** Names what the command's exit code says. */
final class ExitCode {

    /** The command has done what was asked for. */
    static final int DONE = 0;

    /** It has failed, and the message says why. */
    static final int FAILED = 1;

    /** The command line or the configuration is not usable. */
    static final int UNUSABLE = 2;

    /** The port cannot be had. */
    static final int NO_PORT = 3;

    /** There is no server where the command looks for one. */
    static final int NO_SERVER = 4;

    private ExitCode() {}
}

package org.servletmpm.process;

import java.util.Map;

/** Explains how a process has ended, as far as its exit code tells. */
final class ExitCode {

    private static final int SIGNALLED = 128;

    private static final Map<Integer, String> SIGNALS =
            Map.of(
                    1, "SIGHUP",
                    2, "SIGINT",
                    3, "SIGQUIT",
                    6, "SIGABRT: the JVM has crashed, or native code in it",
                    9, "SIGKILL: killed, out of memory?",
                    11, "SIGSEGV",
                    15, "SIGTERM");

    private ExitCode() {}

    /**
     * @return such as {@code exit code 137 (SIGKILL: killed, out of memory?)}
     */
    static String explain(int code) {
        String signal = SIGNALS.get(code - SIGNALLED);
        if (signal != null) {
            return "exit code " + code + " (" + signal + ")";
        }
        return code == 3 ? "exit code 3 (OutOfMemoryError?)" : "exit code " + code;
    }
}

package org.servletmpm.process;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tells systemd how far a control is, if systemd has started it ({@code Type=notify}). Java has no
 * datagram sockets of Unix, so systemd's own command does it: the unit needs {@code
 * NotifyAccess=all}. Any thread; it waits for nothing.
 */
final class Notify {

    private static final System.Logger LOG = System.getLogger(Notify.class.getName());
    private static final String COMMAND = "systemd-notify";

    private final boolean isWanted;

    private Notify(boolean isWanted) {
        this.isWanted = isWanted;
    }

    /**
     * @param environment of this process
     */
    static Notify of(Map<String, String> environment) {
        return new Notify(environment.containsKey("NOTIFY_SOCKET"));
    }

    void ready() {
        tell("READY=1", "STATUS=serving");
    }

    void reloading() {
        tell("STATUS=a new generation begins");
    }

    void stopping() {
        tell("STOPPING=1", "STATUS=stopping gracefully");
    }

    private void tell(String... assignments) {
        if (!isWanted) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(COMMAND));
        command.addAll(List.of(assignments));
        try {
            new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "systemd is not told " + assignments[0] + ": " + e);
        }
    }
}

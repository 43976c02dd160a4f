package org.servletmpm.status;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.servletmpm.scoreboard.WorkerStatus;

/** What mod_status calls the things a worker does. */
final class WorkerStatusNames {
    private WorkerStatusNames() {}

    /** In the order of mod_status's key. */
    static List<WorkerStatus> inOrder() {
        List<WorkerStatus> modes = new ArrayList<>(List.of(WorkerStatus.values()));
        Collections.swap(
                modes, modes.indexOf(WorkerStatus.STARTING), modes.indexOf(WorkerStatus.READY));
        Collections.rotate(modes, -1);
        return modes;
    }

    /** As the scoreboard's key explains the letter. */
    static String meaning(WorkerStatus status) {
        return switch (status) {
            case READY -> "Waiting for Connection";
            case STARTING -> "Starting up";
            case READING -> "Reading Request";
            case WRITING -> "Sending Reply";
            case KEEPALIVE -> "Keepalive (read)";
            case DNS -> "DNS Lookup";
            case CLOSING -> "Closing connection";
            case LOGGING -> "Logging";
            case GRACEFUL -> "Gracefully finishing";
            case IDLE_KILL -> "Idle cleanup of worker";
            case DEAD -> "Open slot with no current process";
        };
    }

    /** As {@code ?notable} has it. */
    static String word(WorkerStatus status) {
        return switch (status) {
            case READY -> "Ready";
            case STARTING -> "Starting";
            case READING -> "Read";
            case WRITING -> "Write";
            case KEEPALIVE -> "Keepalive";
            case DNS -> "DNS lookup";
            case CLOSING -> "Closing";
            case LOGGING -> "Logging";
            case GRACEFUL -> "Graceful";
            case IDLE_KILL -> "Dying";
            case DEAD -> "Dead";
        };
    }

    /** The class its letter has in the page's style sheet. */
    static String styleClass(WorkerStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}

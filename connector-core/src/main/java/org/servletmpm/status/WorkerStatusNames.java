package org.servletmpm.status;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.servletmpm.scoreboard.WorkerStatus;

/** Names what a worker does, as mod_status calls it. */
final class WorkerStatusNames {
    private WorkerStatusNames() {}

    /**
     * @return all of them in the order of mod_status's key
     */
    static List<WorkerStatus> inOrder() {
        List<WorkerStatus> statuses = new ArrayList<>(List.of(WorkerStatus.values()));
        Collections.swap(
                statuses,
                statuses.indexOf(WorkerStatus.STARTING),
                statuses.indexOf(WorkerStatus.READY));
        Collections.rotate(statuses, -1);
        return statuses;
    }

    /**
     * @return what the scoreboard's key says of the letter
     */
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

    /**
     * @return what {@code ?notable} says
     */
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

    /**
     * @return the class of its letter in the page's style sheet
     */
    static String styleClass(WorkerStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}

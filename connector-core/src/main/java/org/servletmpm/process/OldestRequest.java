package org.servletmpm.process;

import java.util.Comparator;
import java.util.List;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.WorkerSnapshot;
import org.servletmpm.scoreboard.WorkerStatus;

/** Says what a child was doing when it died, as far as its record in the scoreboard tells. */
final class OldestRequest {
    private OldestRequest() {}

    /**
     * @param nowMillis since the epoch
     * @return a sentence for the log; empty text if no request ran
     */
    static String of(ChildSnapshot child, long nowMillis) {
        List<WorkerSnapshot> running =
                child.workers().stream()
                        .filter(worker -> worker.status() == WorkerStatus.WRITING)
                        .sorted(Comparator.comparingLong(WorkerSnapshot::lastRequestMillis))
                        .toList();
        if (running.isEmpty()) {
            return "";
        }
        WorkerSnapshot oldest = running.get(0);
        return "%d requests ran, the oldest for %d ms: %s from %s"
                .formatted(
                        running.size(),
                        Math.max(nowMillis - oldest.lastRequestMillis(), 0),
                        printable(oldest.text().request()),
                        printable(oldest.text().client()));
    }

    /** Keeps what a client has sent from looking like a line of its own. */
    private static String printable(String text) {
        return text.isEmpty() ? "(not described)" : text.replaceAll("[\\p{Cntrl}\\x80-\\x9f]", "?");
    }
}

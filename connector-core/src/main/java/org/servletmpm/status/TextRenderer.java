package org.servletmpm.status;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Snapshot;

/** Renders reports in a few lines for a terminal: what mpmctl shows. */
final class TextRenderer {

    private static final String ROW = "%-10s %8s %-9s %8s %6s %5s %5s %8s %8s %8s %7s";
    private static final long BYTES_PER_MEGABYTE = 1024 * 1024;

    private final StringBuilder text = new StringBuilder();

    /**
     * @param reports at least one
     */
    String render(List<StatusReport> reports) {
        reports.forEach(this::connector);
        return text.toString();
    }

    private void connector(StatusReport report) {
        Snapshot snapshot = report.snapshot();
        line(
                "%s: %s, generation %d, up%s",
                report.engine(),
                snapshot.model(),
                snapshot.generation(),
                report.uptimeSeconds() == 0 ? " 0 seconds" : report.uptimeInWords());
        line(
                "workers %d busy, %d idle, %d graceful, most %d; connections %d%s",
                snapshot.busyWorkers(),
                snapshot.idleWorkers(),
                snapshot.gracefulWorkers(),
                (long) snapshot.childrenShown() * snapshot.threadsShown(),
                snapshot.connsTotal(),
                queue(report.processes()));
        if (snapshot.extended()) {
            line(
                    "requests %d, %s sent",
                    snapshot.totalAccesses(), ByteFormat.ofBytes(snapshot.totalBytes()));
        }
        row(
                "child", "pid", "state", "age s", "conns", "busy", "idle", "RSS MB", "PSS MB",
                "heap MB", "archive");
        Map<Integer, ProcessStatus> processes =
                report.processes().children().stream()
                        .collect(Collectors.toMap(ProcessStatus::slot, Function.identity()));
        for (ChildSnapshot child : snapshot.children()) {
            ProcessStatus process = processes.get(child.slot());
            if (process != null) {
                process(process, child);
            } else if (child.present()) {
                row(
                        child.slot() + "." + child.generation(),
                        child.pid(),
                        child.stopping() ? "leaving" : child.accepting() ? "accepting" : "full",
                        "",
                        child.connections(),
                        child.busyWorkers(),
                        child.idleWorkers(),
                        "",
                        "",
                        "",
                        "");
            }
        }
    }

    private static String queue(Processes processes) {
        String queue =
                processes.listenQueue() < 0
                        ? ""
                        : ", " + processes.listenQueue() + " wait in the kernel";
        return processes.sick() ? queue + ", sick: children die one after the other" : queue;
    }

    private void process(ProcessStatus process, ChildSnapshot figures) {
        ProcessMemory memory = process.memory();
        row(
                process.slot() + "." + process.generation(),
                process.pid(),
                process.state(),
                process.ageSeconds(),
                figures.connections(),
                figures.busyWorkers(),
                figures.idleWorkers(),
                megabytes(memory.resident()),
                megabytes(memory.proportional()),
                megabytes(memory.heap()),
                process.archive());
    }

    private static String megabytes(long bytes) {
        return bytes < 0 ? "" : Long.toString(bytes / BYTES_PER_MEGABYTE);
    }

    private void row(Object... cells) {
        text.append(String.format(Locale.ROOT, ROW, cells).stripTrailing()).append('\n');
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}

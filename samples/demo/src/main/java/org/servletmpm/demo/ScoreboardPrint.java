package org.servletmpm.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.ScopedTotal;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.ServerIdentity;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.WorkerSnapshot;
import org.servletmpm.scoreboard.WorkerStatus;

/**
 * A scoreboard as {@code --scoreboard} prints it: the server, its children, and the requests of
 * their workers. Text came from clients and goes to a terminal: control characters are replaced.
 */
final class ScoreboardPrint {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int BYTES_PER_KILOBYTE = 1024;

    private final ServerIdentity server;
    private final boolean alive;
    private final Snapshot snapshot;
    private final long nowMillis;

    /**
     * @param alive whether the server's process exists
     * @param nowMillis ms since the epoch
     */
    ScoreboardPrint(ServerIdentity server, boolean alive, Snapshot snapshot, long nowMillis) {
        this.server = server;
        this.alive = alive;
        this.snapshot = snapshot;
        this.nowMillis = nowMillis;
    }

    /**
     * What a file shows now.
     *
     * @throws StartException if it cannot be read as a scoreboard
     */
    static ScoreboardPrint of(Path file) throws StartException {
        try (Scoreboard scoreboard = Scoreboard.open(file)) {
            ServerIdentity server = scoreboard.server();
            boolean alive =
                    ProcessHandle.of(server.pid()).filter(ProcessHandle::isAlive).isPresent();
            long now = System.currentTimeMillis();
            return new ScoreboardPrint(server, alive, scoreboard.snapshot(), now);
        } catch (IOException e) {
            throw StartException.configuration("ERROR --scoreboard " + e.getMessage(), e);
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(serverLine());
        lines.add("");
        Columns children = children();
        lines.addAll(children.isEmpty() ? List.of("no children") : children.lines());
        Columns requests = requests();
        if (!requests.isEmpty()) {
            lines.add("");
            lines.addAll(requests.lines());
        }
        return lines;
    }

    private String serverLine() {
        Duration uptime =
                Duration.ofSeconds(Math.max(0, nowMillis - snapshot.startMillis()) / 1_000);
        String name = server.serverInfo().isEmpty() ? "(no name yet)" : server.serverInfo();
        return String.format(
                Locale.ROOT,
                "%s, %s, port %d, pid %d (%s), generation %d, up %s:"
                        + " %d accesses, %d KB, %d ms; workers: %d busy, %d graceful, %d idle",
                printable(name),
                snapshot.model(),
                server.port(),
                server.pid(),
                alive ? "running" : "gone",
                snapshot.generation(),
                uptime.toString().substring("PT".length()).toLowerCase(Locale.ROOT),
                snapshot.totalAccesses(),
                snapshot.totalBytes() / BYTES_PER_KILOBYTE,
                snapshot.totalDurationMillis(),
                snapshot.busyWorkers(),
                snapshot.gracefulWorkers(),
                snapshot.idleWorkers());
    }

    private Columns children() {
        boolean event = snapshot.model() == Model.EVENT;
        List<String> names = new ArrayList<>(List.of("child", "pid", "stop", "accept", "conns"));
        if (event) {
            names.addAll(List.of("wait-io", "writing", "keep-alive", "closing"));
        }
        names.addAll(List.of("busy", "graceful", "idle", "workers"));
        Columns columns = new Columns(names.size() - 1, names);
        for (ChildSnapshot child : snapshot.children()) {
            if (child.present()) {
                columns.row(child(child, event).toArray());
            }
        }
        return columns;
    }

    private List<Object> child(ChildSnapshot child, boolean event) {
        List<Object> cells = new ArrayList<>();
        cells.add(child.slot() + "." + child.generation());
        cells.add(child.pid());
        cells.add(child.stopping() ? "yes" : "no");
        cells.add(child.accepting() ? "yes" : "no");
        cells.add(child.connections());
        if (event) {
            cells.add(child.async().waitIo());
            cells.add(child.async().writing());
            cells.add(child.async().keepAlive());
            cells.add(child.async().closing());
        }
        cells.add(child.busyWorkers());
        cells.add(child.gracefulWorkers());
        cells.add(child.idleWorkers());
        cells.add(letters(child));
        return cells;
    }

    private String letters(ChildSnapshot child) {
        StringBuilder letters = new StringBuilder();
        for (WorkerSnapshot worker : child.workers()) {
            if (worker.thread() < snapshot.threadsShown() || worker.status() != WorkerStatus.DEAD) {
                letters.append(worker.status().letter());
            }
        }
        return letters.toString();
    }

    private Columns requests() {
        Columns columns =
                new Columns(
                        6,
                        List.of(
                                "worker",
                                "state",
                                "SS",
                                "req ms",
                                "accesses",
                                "KB",
                                "client",
                                "request"));
        for (ChildSnapshot child : snapshot.children()) {
            for (WorkerSnapshot worker : child.workers()) {
                if (child.present() && worker.lastRequestMillis() != 0) {
                    columns.row(request(child, worker));
                }
            }
        }
        return columns;
    }

    private Object[] request(ChildSnapshot child, WorkerSnapshot worker) {
        ScopedTotal accesses = worker.accesses();
        return new Object[] {
            child.slot() + "-" + worker.thread(),
            worker.status().letter(),
            Math.max(0, nowMillis - worker.lastRequestMillis()) / 1_000,
            worker.lastDurationNanos() / NANOS_PER_MILLI,
            accesses.connection() + "/" + accesses.child() + "/" + accesses.slot(),
            String.format(
                    Locale.ROOT, "%.1f", worker.bytes().child() / (double) BYTES_PER_KILOBYTE),
            printable(worker.text().client()),
            printable(worker.text().request())
        };
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text);
        for (int n = 0; n < printable.length(); n++) {
            if (Character.isISOControl(printable.charAt(n))) {
                printable.setCharAt(n, '?');
            }
        }
        return printable.toString();
    }
}

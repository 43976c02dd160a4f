package org.servletmpm.status;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.AsyncState;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.Total;
import org.servletmpm.scoreboard.WorkerStatus;

/** Two engines of one server, for tests of what has both in one document. */
final class Reports {
    static final ZonedDateTime START = ZonedDateTime.of(2026, 11, 22, 1, 18, 41, 0, ZoneOffset.UTC);

    /** What a client sent that is up to something. */
    static final String EVIL = "GET /a\"b\\c\n# EOF HTTP/1.1";

    private Reports() {}

    /** Event, with a worker that writes and one that waits; 63 s after the start. */
    static StatusReport event(boolean extended) {
        Scoreboard scoreboard = scoreboard(Model.EVENT, extended);
        ChildScore child = scoreboard.claim(1, 99, 0);
        child.accepting(true);
        child.worker(0).status(WorkerStatus.READY);
        child.worker(1).connectionTaken(17);
        child.worker(1).requestStarted(START.plusSeconds(60).toInstant().toEpochMilli());
        child.worker(1).describe("192.0.2.7", "", "www", EVIL, "");
        child.worker(1).requestFinished(0, 700, 4_900_000);
        child.worker(1).status(WorkerStatus.WRITING);
        child.connection(3);
        child.async(AsyncState.KEEPALIVE, 2);
        child.gauge(Gauge.UNSENT, 48);
        child.gauge(Gauge.PINNED, 1);
        child.count(Total.CONNS_EVICTED);
        child.count(Total.REFUSED_HEADER_TIMEOUT);
        Map<String, String> directives = new LinkedHashMap<>();
        directives.put("StartServers", "3");
        directives.put("ScoreBoardFile", "/run/\"x\"");
        return report("http-8080", directives, Map.of("ScoreBoardFile", "mpm.conf:2"), scoreboard);
    }

    /** The same of a control, which knows what waits in the kernel. */
    static StatusReport ofControl() {
        StatusReport event = event(true);
        return new StatusReport(
                event.serverName(),
                event.engine(),
                event.container(),
                event.release(),
                event.now(),
                event.directives(),
                event.origins(),
                event.snapshot(),
                event.past(),
                event.machine(),
                new Processes(List.of(), 3, false));
    }

    /** Prefork, without a child. */
    static StatusReport prefork() {
        return report("https-8443", Map.of(), Map.of(), scoreboard(Model.PREFORK, true));
    }

    private static Scoreboard scoreboard(Model model, boolean extended) {
        Scoreboard scoreboard = Scoreboard.create(model, 4, 2, START.toInstant().toEpochMilli());
        scoreboard.shown(3, model == Model.PREFORK ? 1 : 2, extended);
        return scoreboard;
    }

    private static StatusReport report(
            String engine,
            Map<String, String> directives,
            Map<String, String> origins,
            Scoreboard scoreboard) {
        Snapshot snapshot = scoreboard.snapshot();
        return new StatusReport(
                "www.example.test",
                engine,
                "Apache Tomcat/11.0.24",
                new Release("0.1.0", "2026-11-22T00:00:00Z"),
                START.plusSeconds(63),
                directives,
                origins,
                snapshot,
                History.Past.NONE,
                new MachineReadings(
                        new MachineReadings.Load(.52, .2, .08),
                        new MachineReadings.Cpu(.75f, .1f),
                        MachineReadings.Cpu.NONE));
    }
}

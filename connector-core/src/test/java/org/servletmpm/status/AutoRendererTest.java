package org.servletmpm.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.AsyncState;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.Total;
import org.servletmpm.scoreboard.WorkerStatus;

class AutoRendererTest {
    private static final ZonedDateTime START =
            ZonedDateTime.of(2026, 11, 22, 1, 18, 41, 0, ZoneId.of("UTC"));
    private static final MachineReadings MACHINE =
            new MachineReadings(
                    new MachineReadings.Load(.52, .2, .08),
                    new MachineReadings.Cpu(.01f, 0),
                    MachineReadings.Cpu.NONE);

    /** Names, order and the traffic figures (6 accesses in 63 s) are those of a running httpd. */
    @Test
    void eventPrintsEveryFieldInOrder() {
        Scoreboard scoreboard =
                Scoreboard.create(Model.EVENT, 4, 8, START.toInstant().toEpochMilli());
        scoreboard.shown(3, 5, true);
        ChildScore child = scoreboard.claim(1, 99, 0);
        for (int thread = 0; thread < 5; thread++) {
            child.worker(thread).status(WorkerStatus.READY);
        }
        child.worker(2).status(WorkerStatus.WRITING);
        for (int request = 0; request < 6; request++) {
            child.worker(2).requestFinished(0, 700, 4_900_000);
        }
        child.connection(3);
        child.async(AsyncState.KEEPALIVE, 2);
        child.count(Total.CONNS_HANDED_OVER);
        child.count(Total.CONNS_HANDED_OVER);
        child.count(Total.CONNS_EVICTED);
        child.count(Total.REFUSED_HEADER_TIMEOUT);
        child.gauge(Gauge.UNSENT, 48);
        child.gauge(Gauge.UNSENT, -16);
        child.gauge(Gauge.PINNED, 1);

        assertThat(render(scoreboard, 63))
                .isEqualTo(
                        """
                        www.example.test
                        ServerVersion: Servlet-MPM/0.1.0 (Apache Tomcat/11.0.24)
                        ServerMPM: event
                        Server Built: 2026-11-22T00:00:00Z
                        CurrentTime: Sunday, 22-Nov-2026 01:19:44 UTC
                        RestartTime: Sunday, 22-Nov-2026 01:18:41 UTC
                        ParentServerConfigGeneration: 1
                        ParentServerMPMGeneration: 0
                        ServerUptimeSeconds: 63
                        ServerUptime: 1 minute 3 seconds
                        Load1: 0.52
                        Load5: 0.20
                        Load15: 0.08
                        Total Accesses: 6
                        Total kBytes: 4
                        Total Duration: 29
                        CPUUser: .01
                        CPUSystem: 0
                        CPUChildrenUser: 0
                        CPUChildrenSystem: 0
                        CPULoad: .015873
                        Uptime: 63
                        ReqPerSec: .0952381
                        BytesPerSec: 65.0159
                        BytesPerReq: 682.667
                        DurationPerReq: 4.83333
                        BusyWorkers: 1
                        GracefulWorkers: 0
                        IdleWorkers: 4
                        Processes: 1
                        Stopping: 0
                        ConnsTotal: 3
                        ConnsAsyncWaitIO: 0
                        ConnsAsyncWriting: 0
                        ConnsAsyncKeepAlive: 2
                        ConnsAsyncClosing: 0
                        Scoreboard: .....__W__.....
                        ConnsPinned: 1
                        UnsentBytes: 32768
                        BlockedWriters: 0
                        RequestsQueued: 0
                        QueueAgeSeconds: 0.000
                        QueueWaitSeconds: 0.000
                        Overloaded: 0
                        RequestsHelped: 0
                        ConnsHandedOver: 2
                        ConnsEvicted: 1
                        WritesBlocked: 0
                        RefusedHandshakeTimeout: 0
                        RefusedHandshake: 0
                        RefusedHeaderTimeout: 1
                        RefusedBodyTimeout: 0
                        RefusedQueueTime: 0
                        RefusedOverload: 0
                        RefusedClientGone: 0
                        RefusedByContainer: 0
                        AcceptsFailed: 0
                        """);
    }

    @ParameterizedTest
    @CsvSource({"PREFORK, prefork", "WORKER, worker"})
    void boundModelsHaveNoConnectionFields(Model model, String name) {
        Scoreboard scoreboard = Scoreboard.create(model, 1, 1, 0);
        scoreboard.claim(0, 1, 0).auxiliary(1);
        assertThat(render(scoreboard, 1))
                .contains("\nServerMPM: " + name + "\n")
                .contains(
                        "BusyWorkers: 0\nGracefulWorkers: 0\nIdleWorkers: 0\n"
                                + "Scoreboard: .\nBusyAuxiliaries: 1\nRequestsQueued: 0\n")
                .doesNotContain("Conns", "Processes", "Stopping");
    }

    @Test
    void quotientsWithoutADivisorAreAbsent() {
        long start = START.toInstant().toEpochMilli();
        Scoreboard scoreboard = Scoreboard.create(Model.WORKER, 1, 1, start);
        assertThat(render(scoreboard, 0))
                .contains("\nServerUptime:\n")
                .doesNotContain("PerSec", "PerReq", "CPULoad");
        assertThat(render(scoreboard, 1))
                .contains("\nReqPerSec: 0\nBytesPerSec: 0\nBusyWorkers")
                .contains("\nCPULoad: 1\n");
    }

    @ParameterizedTest
    @CsvSource({
        "90061, 1 day 1 hour 1 minute 1 second",
        "172800, 2 days",
        "7384, 2 hours 3 minutes 4 seconds"
    })
    void uptimeIsInWords(long seconds, String words) {
        long start = START.toInstant().toEpochMilli();
        Scoreboard scoreboard = Scoreboard.create(Model.WORKER, 1, 1, start);
        assertThat(render(scoreboard, seconds)).contains("\nServerUptime: " + words + "\n");
    }

    /** The fields that a running httpd leaves out with {@code ExtendedStatus Off}. */
    @Test
    void withoutExtendedStatusTrafficIsAbsent() {
        Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 1, 1, 0);
        scoreboard.shown(1, 1, false);
        assertThat(render(scoreboard, 63).lines().map(line -> line.replaceAll(":.*", "")))
                .containsSequence("Load15", "BusyWorkers");
    }

    /** prometheus-apache-exporter refuses the whole text if the version is not three numbers. */
    @ParameterizedTest
    @CsvSource({
        "0.1.0, Servlet-MPM/0.1.0 (Apache Tomcat/11.0.24)",
        "0.1.0-SNAPSHOT, 'Servlet-MPM/0.1.0 (SNAPSHOT, Apache Tomcat/11.0.24)'",
        "1.2.3.RC1, 'Servlet-MPM/1.2.3 (RC1, Apache Tomcat/11.0.24)'"
    })
    void theVersionIsThreeNumbers(String version, String shown) {
        Snapshot snapshot = Scoreboard.create(Model.WORKER, 1, 1, 0).snapshot();
        assertThat(render(snapshot, 1, version)).contains("\nServerVersion: " + shown + "\n");
    }

    private static String render(Scoreboard scoreboard, long seconds) {
        return render(scoreboard.snapshot(), seconds);
    }

    private static String render(Snapshot snapshot, long seconds) {
        return render(snapshot, seconds, "0.1.0");
    }

    private static String render(Snapshot snapshot, long seconds, String version) {
        return new AutoRenderer()
                .render(
                        new StatusReport(
                                "www.example.test",
                                "http-8080",
                                "Apache Tomcat/11.0.24",
                                new Release(version, "2026-11-22T00:00:00Z"),
                                START.plusSeconds(seconds),
                                Map.of(),
                                Map.of(),
                                snapshot,
                                History.Past.NONE,
                                MACHINE));
    }
}

package org.servletmpm.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.AsyncCounts;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Gauges;
import org.servletmpm.scoreboard.NonWorkerRequests;
import org.servletmpm.scoreboard.RequestText;
import org.servletmpm.scoreboard.ScopedTotal;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.Totals;
import org.servletmpm.scoreboard.WorkerSnapshot;
import org.servletmpm.scoreboard.WorkerStatus;
import org.servletmpm.status.HtmlRenderer.Details;

/** The page has what mod_status shows, and is well-formed as XML. */
class HtmlRendererTest {
    private static final ZonedDateTime START =
            ZonedDateTime.of(2026, 11, 22, 1, 18, 41, 0, ZoneId.of("UTC"));
    private static final ZonedDateTime NOW = START.plusSeconds(63);
    private static final RequestText REQUEST =
            new RequestText("10.0.0.9", "HTTP/1.1", "shop.test:8080", "GET /cart HTTP/1.1");

    @Test
    void theFiguresAreThoseOfModStatus() {
        Page page = page(Model.EVENT, children(REQUEST));
        assertThat(page.figure("Server Version"))
                .isEqualTo("Servlet-MPM/0.1.0 (Apache Tomcat/11.0.24)");
        assertThat(page.figure("Server MPM")).isEqualTo("event");
        assertThat(page.figure("Server Built")).isEqualTo("2026-11-22T00:00:00Z");
        assertThat(page.figure("Current Time")).isEqualTo("Sunday, 22-Nov-2026 01:19:44 UTC");
        assertThat(page.figure("Restart Time")).isEqualTo("Sunday, 22-Nov-2026 01:18:41 UTC");
        assertThat(page.figure("Parent Server Config. Generation")).isEqualTo("3");
        assertThat(page.figure("Parent Server MPM Generation")).isEqualTo("2");
        assertThat(page.figure("Server uptime")).isEqualTo("1 minute 3 seconds");
        assertThat(page.figure("Server load")).isEqualTo("0.52 0.20 0.08");
        assertThat(page.figure("Total accesses")).isEqualTo("42");
        assertThat(page.figure("Total Traffic")).isEqualTo("4.0 MB");
        assertThat(page.figure("Total Duration")).isEqualTo("5000 ms");
        assertThat(page.figure("CPU Usage")).isEqualTo("u.75 s.25 cu0 cs0 - 1.59% CPU load");
        assertThat(page.figure("Rates"))
                .isEqualTo(
                        ".667 requests/sec - 65.0 kB/second - 97.5 kB/request"
                                + " - 119.048 ms/request");
        assertThat(page.figure("Workers"))
                .startsWith(
                        "1 requests currently being processed, 0 workers gracefully restarting, ")
                .endsWith(" idle workers");
    }

    @Test
    void directivesAreShownAndTheirValuesAreText() {
        assertThat(page(Model.EVENT, children(REQUEST)).figure("ScoreBoardFile"))
                .isEqualTo("/run/<b>");
    }

    @Test
    void eventHasARowForEachChildAndTheirSum() {
        Page page = page(Model.EVENT, children(REQUEST));
        assertThat(page.rows(0))
                .containsExactly(
                        "Slot|PID|Stopping|Connections|Threads|Async connections",
                        "total|accepting|busy|graceful|idle|wait-io|writing|keep-alive|closing",
                        "0|4711|no|9|yes|1|0|1|1|2|3|1",
                        "1|4712|yes (old gen)|2|no|0|1|0|0|0|0|1",
                        "Sum|2|1|11||1|1|1|1|2|3|2");
    }

    @ParameterizedTest
    @EnumSource(
            value = Model.class,
            names = {"PREFORK", "WORKER"})
    void onlyEventHasChildrenInATable(Model model) {
        Page page = page(model, children(REQUEST));
        assertThat(page.tables()).isEqualTo(1);
        assertThat(page.text()).doesNotContain("Async connections");
    }

    @Test
    void workersThatActOrHaveServedAreShownWithTheirRequest() {
        assertThat(page(Model.EVENT, children(REQUEST)).rows(1))
                .containsExactly(
                        "Srv|PID|Acc|M|CPU|SS|Req|Dur|Conn|Child|Slot|Client|Protocol|VHost"
                                + "|Request",
                        "0-3|4711|2/7/42|W|1.50|8|120|5000|1.5|2.00|4.00|10.0.0.9|HTTP/1.1"
                                + "|shop.test:8080|GET /cart HTTP/1.1 pinned by com.example.OldFilter",
                        "1-1|4712|0/0/0|G|0.00|-|0|0|0.0|0.00|0.00||||");
    }

    @Test
    void theScoreboardHas64LettersALineAndEachLetterIsExplained() {
        List<WorkerSnapshot> workers = new ArrayList<>();
        for (int thread = 0; thread < 70; thread++) {
            workers.add(worker(thread, thread < 65 ? WorkerStatus.READY : WorkerStatus.WRITING));
        }
        Page page = page(new Snapshot(Model.WORKER, 0, 0, 1, 70, true, List.of(child(0, workers))));
        assertThat(page.all("pre")).containsExactly("_".repeat(64) + "\n_WWWWW\n");
        assertThat(page.text())
                .containsSubsequence("_ Waiting for Connection", "S Starting up", "K Keepalive")
                .contains("I Idle cleanup of worker,\n. Open slot with no current process");
    }

    @ParameterizedTest
    @EnumSource
    void whatTheClientSendsIsTextAndNothingElse(Details details) {
        String line = "GET /<script>alert('1')</script>?\"&amp;]]> HTTP/1.1";
        RequestText text = new RequestText("<i>", "\"/>", "<!--", line);
        Page page = page(details, snapshot(Model.EVENT, true, children(text)));
        assertThat(page.text()).contains(line, "<i>", "\"/>", "<!--");
        assertThat(page.all("script")).isEmpty();
        assertThat(page.markup()).doesNotContain("<script", "<!--", "'1'");
    }

    /** An escape sequence, a null, half a surrogate pair, a direction override, a noncharacter. */
    @ParameterizedTest
    @EnumSource
    void invisibleCharactersAreShown(Details details) {
        RequestText text =
                new RequestText(
                        "", "", "", "a\u001b[2Jb\0c\ud800d\u202ee\uffff\u0085f \ud83d\ude00");
        Page page = page(details, snapshot(Model.EVENT, true, children(text)));
        assertThat(page.text())
                .contains("a\\x1b[2Jb\\x00c\\x{d800}d\\x{202e}e\\x{ffff}\\x85f \ud83d\ude00");
    }

    @Test
    void theServersNameIsWhatTheClientCallsIt() {
        Page page =
                Page.of(
                        new HtmlRenderer(Details.TABLES)
                                .render(
                                        List.of(
                                                report(
                                                        "<&>\"'",
                                                        snapshot(
                                                                Model.EVENT,
                                                                true,
                                                                children(REQUEST))))));
        assertThat(page.all("h1")).containsExactly("Server Status for <&>\"'");
    }

    @Test
    void notableSaysTheSameInLines() {
        Page page = page(Details.PROSE, snapshot(Model.EVENT, true, children(REQUEST)));
        assertThat(page.tables()).isZero();
        assertThat(page.all("li"))
                .containsExactly(
                        "Slot 0 (4711): stopping no; 9 connections, accepting yes; threads 1 busy,"
                                + " 0 graceful, 1 idle; async 1 wait-io, 2 writing, 3 keep-alive,"
                                + " 1 closing",
                        "Slot 1 (4712): stopping yes (old gen); 2 connections, accepting no;"
                                + " threads 0 busy, 1 graceful, 0 idle; async 0 wait-io, 0 writing,"
                                + " 0 keep-alive, 1 closing",
                        "Server 0-3 (4711): Acc 2|7|42 [Write] CPU 1.50, SS 8, Req 120,"
                                + " Dur 5000, Conn|Child|Slot 1536 B|2.0 MB|4.0 MB 10.0.0.9 {GET /cart HTTP/1.1}"
                                + " (HTTP/1.1) [shop.test:8080] pinned by com.example.OldFilter",
                        "Server 1-1 (4712): Acc 0|0|0 [Graceful] CPU 0.00, SS -, Req 0, Dur 0,"
                                + " Conn|Child|Slot 0 B|0 B|0 B");
    }

    @ParameterizedTest
    @EnumSource
    void withoutExtendedStatusNoTrafficAndNoWorkersAreShown(Details details) {
        Page page = page(details, snapshot(Model.EVENT, false, children(REQUEST)));
        assertThat(page.text())
                .contains("idle workers", "ExtendedStatus On", "4711")
                .doesNotContain("Total", "CPU", "requests/sec", "10.0.0.9", "cart", "0-3");
    }

    @Test
    void aServerWithoutRequestsSaysSo() {
        Page page =
                page(
                        new Snapshot(
                                Model.EVENT,
                                START.toInstant().toEpochMilli(),
                                0,
                                1,
                                1,
                                true,
                                List.of(child(0, List.of(worker(0, WorkerStatus.READY))))));
        assertThat(page.text()).contains("No worker has served a request yet.");
        assertThat(page.figure("Workers")).startsWith("0 requests").endsWith(", 1 idle workers");
        assertThat(page.figure("Rates")).isEqualTo("0 requests/sec - 0 B/second");
    }

    /** A pause of the server breaks the line; what there was no figure for is left out. */
    @Test
    void theLastTenMinutesAreDrawn() {
        History.Past past =
                new History.Past(
                        TimeUnit.SECONDS.toNanos(600),
                        List.of(
                                new History.Point(0, 0, 1, 5, Double.NaN),
                                new History.Point(TimeUnit.SECONDS.toNanos(2), 8, 2, 5, 0.25),
                                new History.Point(TimeUnit.SECONDS.toNanos(300), 4, 0, 5, 1.5)));
        Page page = page(snapshot(Model.EVENT, true, children(REQUEST)), past);
        assertThat(page.all("figcaption"))
                .containsExactly(
                        "Requests per second 4 most 8",
                        "Busy workers, of 6 0 most 2",
                        "Connections 5 most 5",
                        "p99 of requests 1.5 s most 1.5 s");
        assertThat(page.attributes("path", "d"))
                .startsWith("M0.0 59.0h0L0.0 59.0L1.0 1.0M150.0 30.0h0L150.0 30.0")
                .endsWith("M1.0 49.3h0L1.0 49.3M150.0 1.0h0L150.0 1.0");
    }

    @Test
    void withoutAPastNothingIsDrawn() {
        assertThat(page(Model.EVENT, children(REQUEST)).all("svg")).isEmpty();
    }

    @Test
    void thePageLeadsToItsOtherForms() {
        assertThat(page(Model.EVENT, children(REQUEST)).attributes("a", "href"))
                .contains("?auto", "?json", "?openmetrics", "?notable");
    }

    private static Page page(Model model, List<ChildSnapshot> children) {
        return page(snapshot(model, true, children));
    }

    private static Page page(Snapshot snapshot) {
        return page(Details.TABLES, snapshot);
    }

    private static Page page(Details details, Snapshot snapshot) {
        return Page.of(
                new HtmlRenderer(details).render(List.of(report("www.example.test", snapshot))));
    }

    private static Page page(Snapshot snapshot, History.Past past) {
        return Page.of(
                new HtmlRenderer(Details.TABLES)
                        .render(List.of(report("www.example.test", snapshot, past))));
    }

    private static StatusReport report(String serverName, Snapshot snapshot) {
        return report(serverName, snapshot, History.Past.NONE);
    }

    private static StatusReport report(String serverName, Snapshot snapshot, History.Past past) {
        return new StatusReport(
                serverName,
                "http-8080",
                "Apache Tomcat/11.0.24",
                new Release("0.1.0", "2026-11-22T00:00:00Z"),
                NOW,
                Map.of("ScoreBoardFile", "/run/<b>"),
                Map.of(),
                snapshot,
                past,
                new MachineReadings(
                        new MachineReadings.Load(.52, .2, .08),
                        new MachineReadings.Cpu(.75f, .25f),
                        MachineReadings.Cpu.NONE));
    }

    private static Snapshot snapshot(Model model, boolean extended, List<ChildSnapshot> children) {
        return new Snapshot(model, START.toInstant().toEpochMilli(), 2, 3, 2, extended, children);
    }

    /**
     * A serving child that took its slot over, a leaving one of before the restart, a free slot.
     */
    private static List<ChildSnapshot> children(RequestText text) {
        WorkerSnapshot writing =
                new WorkerSnapshot(
                        0,
                        WorkerStatus.WRITING,
                        17,
                        new ScopedTotal(2, 7, 42),
                        new ScopedTotal(1536, 2 << 20, 4 << 20),
                        5_000_400_000L,
                        120_900_000,
                        NOW.minusSeconds(3).toInstant().toEpochMilli(),
                        NOW.minusSeconds(8).toInstant().toEpochMilli(),
                        1_500_000_000,
                        text,
                        "com.example.OldFilter");
        return List.of(
                new ChildSnapshot(
                        0,
                        4711,
                        3,
                        false,
                        true,
                        9,
                        new AsyncCounts(1, 2, 3, 1),
                        0,
                        Gauges.NONE,
                        new NonWorkerRequests(0, 0, 0),
                        Totals.NONE,
                        List.of(writing, worker(1, WorkerStatus.READY))),
                new ChildSnapshot(
                        1,
                        4712,
                        1,
                        true,
                        false,
                        2,
                        new AsyncCounts(0, 0, 0, 1),
                        0,
                        Gauges.NONE,
                        new NonWorkerRequests(0, 0, 0),
                        Totals.NONE,
                        List.of(worker(0, WorkerStatus.GRACEFUL), worker(1, WorkerStatus.DEAD))),
                new ChildSnapshot(
                        2,
                        0,
                        0,
                        false,
                        false,
                        0,
                        new AsyncCounts(0, 0, 0, 0),
                        0,
                        Gauges.NONE,
                        new NonWorkerRequests(0, 0, 0),
                        Totals.NONE,
                        Stream.of(0, 1).map(free -> worker(free, WorkerStatus.DEAD)).toList()));
    }

    private static ChildSnapshot child(int slot, List<WorkerSnapshot> workers) {
        return new ChildSnapshot(
                slot,
                4711,
                0,
                false,
                true,
                0,
                new AsyncCounts(0, 0, 0, 0),
                0,
                Gauges.NONE,
                new NonWorkerRequests(0, 0, 0),
                Totals.NONE,
                workers);
    }

    private static WorkerSnapshot worker(int thread, WorkerStatus status) {
        ScopedTotal none = new ScopedTotal(0, 0, 0);
        return new WorkerSnapshot(
                thread, status, 0, none, none, 0, 0, 0, 0, 0, RequestText.NONE, "");
    }
}

package org.servletmpm.status;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Writes what the status says of children that are processes, in each of its forms; of an engine
 * whose children are threads it writes nothing. Immutable.
 */
record ProcessFigures(Processes processes) {

    private static final long BYTES_PER_KILOBYTE = 1024;

    /** Writes a table, or nothing. */
    void html(HtmlWriter html) {
        if (!processes.areKnown()) {
            return;
        }
        html.element("h3", "Processes").line();
        html.element("p", waiting() + " connections wait in the kernel to be accepted.").line();
        html.open("div", "class", "scroll", "tabindex", "0").open("table").line();
        html.open("thead").line().open("tr");
        html.element("th", "Slot", "scope", "col");
        List.of("Generation", "PID").forEach(heading -> numberHeading(html, heading));
        html.element("th", "State", "scope", "col");
        List.of("Age", "Snapshot").forEach(heading -> numberHeading(html, heading));
        html.element("th", "Archive", "scope", "col");
        List.of("RSS", "PSS", "Heap").forEach(heading -> numberHeading(html, heading));
        html.close().line().close().line().open("tbody").line();
        for (ProcessStatus child : processes.children()) {
            html.open("tr");
            html.element("th", child.slot(), "scope", "row");
            number(html, child.generation());
            number(html, child.pid());
            html.element("td", child.state());
            number(html, child.ageSeconds() + " s");
            number(html, child.snapshot());
            html.element("td", child.archive());
            number(html, size(child.memory().resident()));
            number(html, size(child.memory().proportional()));
            number(html, size(child.memory().heap()));
            html.close().line();
        }
        html.close().line().close().close().line();
    }

    private Object waiting() {
        return processes.listenQueue() < 0 ? "Not known how many" : processes.listenQueue();
    }

    private static void numberHeading(HtmlWriter html, String heading) {
        html.element("th", heading, "scope", "col", "class", "number");
    }

    private static void number(HtmlWriter html, Object value) {
        html.element("td", value, "class", "number");
    }

    private static String size(long bytes) {
        return bytes < 0 ? "" : ByteFormat.ofBytes(bytes);
    }

    /** Writes fields of {@code ?auto}: {@code ListenQueue}, and a line for each child. */
    void auto(BiConsumer<String, Object> field) {
        if (!processes.areKnown()) {
            return;
        }
        field.accept("ListenQueue", processes.listenQueue());
        field.accept("Sick", processes.sick() ? 1 : 0);
        for (ProcessStatus child : processes.children()) {
            ProcessMemory memory = child.memory();
            field.accept(
                    "ChildProcess" + child.slot(),
                    "generation=%d pid=%d state=%s age=%d snapshot=%d archive=%s rss=%d pss=%d heap=%d"
                            .formatted(
                                    child.generation(),
                                    child.pid(),
                                    child.state(),
                                    child.ageSeconds(),
                                    child.snapshot(),
                                    child.archive(),
                                    kilobytes(memory.resident()),
                                    kilobytes(memory.proportional()),
                                    kilobytes(memory.heap())));
        }
    }

    private static long kilobytes(long bytes) {
        return bytes < 0 ? bytes : bytes / BYTES_PER_KILOBYTE;
    }

    /** Writes members of a connector. */
    void json(JsonWriter json) {
        if (!processes.areKnown()) {
            return;
        }
        json.member("listenQueue", processes.listenQueue()).member("sick", processes.sick());
        json.name("childProcesses").array();
        for (ProcessStatus child : processes.children()) {
            json.element()
                    .member("slot", child.slot())
                    .member("generation", child.generation())
                    .member("pid", child.pid())
                    .member("state", child.state())
                    .member("ageSeconds", child.ageSeconds())
                    .member("snapshot", child.snapshot())
                    .member("archive", child.archive())
                    .member("residentBytes", child.memory().resident())
                    .member("proportionalBytes", child.memory().proportional())
                    .member("heapBytes", child.memory().heap())
                    .end();
        }
        json.end();
    }

    /**
     * Writes the families of several engines: what is not known is left out.
     *
     * @param reports of all engines, in the order to be shown
     */
    static void metrics(OpenMetricsWriter metrics, List<StatusReport> reports) {
        List<StatusReport> known =
                reports.stream().filter(report -> report.processes().areKnown()).toList();
        if (known.isEmpty()) {
            return;
        }
        metrics.gauge("mpm_listen_queue", "Connections that wait in the kernel to be accepted.");
        for (StatusReport report : known) {
            if (report.processes().listenQueue() >= 0) {
                metrics.sample(report.processes().listenQueue(), labels(report));
            }
        }
        family(
                metrics,
                known,
                "mpm_child_age_seconds",
                "Since a child was started.",
                child -> child.ageSeconds());
        family(
                metrics,
                known,
                "mpm_child_resident_bytes",
                "Resident memory of a child (RSS).",
                child -> child.memory().resident());
        family(
                metrics,
                known,
                "mpm_child_proportional_bytes",
                "The same, with what it shares counted in parts (PSS).",
                child -> child.memory().proportional());
        family(
                metrics,
                known,
                "mpm_child_heap_bytes",
                "What the Java heap of a child holds, garbage included.",
                child -> child.memory().heap());
    }

    private static void family(
            OpenMetricsWriter metrics,
            List<StatusReport> reports,
            String name,
            String help,
            ToLongFunction<ProcessStatus> figure) {
        metrics.gauge(name, help);
        for (StatusReport report : reports) {
            for (ProcessStatus child : report.processes().children()) {
                long value = figure.applyAsLong(child);
                if (value >= 0) {
                    metrics.sample(
                            value,
                            labels(
                                    report,
                                    "slot",
                                    Integer.toString(child.slot()),
                                    "generation",
                                    Integer.toString(child.generation()),
                                    "state",
                                    child.state()));
                }
            }
        }
    }

    private static String[] labels(StatusReport report, String... more) {
        String[] own = {
            "connector", report.engine(), "model", report.snapshot().model().toString()
        };
        return Stream.concat(Arrays.stream(own), Arrays.stream(more)).toArray(String[]::new);
    }
}

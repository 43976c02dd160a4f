package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.servletmpm.directive.Checked.build;
import static org.servletmpm.directive.Checked.lines;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every correction of httpd's check is made, and the operator is told in one line. */
class CorrectionTest {

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        # model | written (; between lines) | effective | line
        prefork | ServerLimit 200001 | ServerLimit=200000 | WARN mpm.conf:1 ServerLimit 200001: allowed 1 to the hard maximum (200000); using 200000
        worker | ServerLimit 20001 | ServerLimit=20000 | WARN mpm.conf:1 ServerLimit 20001: allowed 1 to the hard maximum (20000); using 20000
        event | ServerLimit 20001 | ServerLimit=20000 | WARN mpm.conf:1 ServerLimit 20001: allowed 1 to the hard maximum (20000); using 20000
        event | ServerLimit 0 | ServerLimit=1 | WARN mpm.conf:1 ServerLimit 0: allowed at least 1; using 1
        worker | ThreadLimit 20001 | ThreadLimit=20000 | WARN mpm.conf:1 ThreadLimit 20001: allowed 1 to the hard maximum (20000); using 20000
        event | ThreadLimit 100001 | ThreadLimit=100000 | WARN mpm.conf:1 ThreadLimit 100001: allowed 1 to the hard maximum (100000); using 100000
        event | ThreadLimit -3 | ThreadLimit=1 | WARN mpm.conf:1 ThreadLimit -3: allowed at least 1; using 1
        event | ThreadsPerChild 100 | ThreadsPerChild=64 | WARN mpm.conf:1 ThreadsPerChild 100: allowed 1 to ThreadLimit (64); using 64
        worker | ThreadsPerChild 0 | ThreadsPerChild=1 | WARN mpm.conf:1 ThreadsPerChild 0: allowed at least 1; using 1
        prefork | MaxRequestWorkers 300 | MaxRequestWorkers=256 | WARN mpm.conf:1 MaxRequestWorkers 300: allowed 1 to ServerLimit (256); using 256
        prefork | MaxRequestWorkers 0 | MaxRequestWorkers=1 | WARN mpm.conf:1 MaxRequestWorkers 0: allowed at least 1; using 1
        event | MaxRequestWorkers 10 | MaxRequestWorkers=25 | WARN mpm.conf:1 MaxRequestWorkers 10: allowed at least ThreadsPerChild (25); using 25
        event | MaxRequestWorkers 99 | MaxRequestWorkers=75 | WARN mpm.conf:1 MaxRequestWorkers 99: allowed a multiple of ThreadsPerChild (25); using 75
        worker | MaxRequestWorkers 800 | MaxRequestWorkers=400 | WARN mpm.conf:1 MaxRequestWorkers 800: allowed at most ServerLimit x ThreadsPerChild (400); using 400
        event | StartServers 0 | StartServers=1 | WARN mpm.conf:1 StartServers 0: allowed at least 1; using 1
        event | StartServers 17 | StartServers=16 | WARN mpm.conf:1 StartServers 17: allowed at most MaxRequestWorkers / ThreadsPerChild (16); using 16
        prefork | StartServers 257 | StartServers=256 | WARN mpm.conf:1 StartServers 257: allowed at most MaxRequestWorkers (256); using 256
        prefork | MinSpareServers 0 | MinSpareServers=1 | WARN mpm.conf:1 MinSpareServers 0: allowed at least 1; using 1
        event | MinSpareThreads -1 | MinSpareThreads=1 | WARN mpm.conf:1 MinSpareThreads -1: allowed at least 1; using 1
        prefork | MaxSpareServers 5 | MaxSpareServers=6 | WARN mpm.conf:1 MaxSpareServers 5: allowed at least MinSpareServers + 1 (6); using 6
        event | MaxSpareThreads 100 | MaxSpareThreads=101 | WARN mpm.conf:1 MaxSpareThreads 100: allowed at least MinSpareThreads + ThreadsPerChild + 1 (101); using 101
        worker | MinSpareThreads 2147483647;MaxSpareThreads 9 | MaxSpareThreads=2147483647 | WARN mpm.conf:2 MaxSpareThreads 9: allowed at least MinSpareThreads + ThreadsPerChild + 1 (2147483647); using 2147483647
        """)
    void isMadeAndReported(String model, String written, String effective, String line)
            throws ConfigurationException {
        Directives directives = build(Model.parse(model), written.split(";"));

        assertThat(directives.effective())
                .contains(Map.entry(effective.split("=")[0], effective.split("=")[1]));
        assertThat(lines(directives)).contains(line);
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        event | MaxRequestWorkers 50 | INFO default StartServers 3: allowed at most MaxRequestWorkers / ThreadsPerChild (2); using 2
        prefork | MaxRequestWorkers 2 | INFO default StartServers 5: allowed at most MaxRequestWorkers (2); using 2
        prefork | ServerLimit 100 | INFO default MaxRequestWorkers 256: allowed 1 to ServerLimit (100); using 100
        event | ThreadLimit 20 | INFO default ThreadsPerChild 25: allowed 1 to ThreadLimit (20); using 20
        event | ThreadsPerChild 64 | INFO default MaxRequestWorkers 400: allowed a multiple of ThreadsPerChild (64); using 384
        event | ServerLimit 4 | INFO default MaxRequestWorkers 400: allowed at most ServerLimit x ThreadsPerChild (100); using 100
        prefork | MinSpareServers 20 | INFO default MaxSpareServers 10: allowed at least MinSpareServers + 1 (21); using 21
        """)
    void aDefaultThatGivesWayWarnsNobody(String model, String written, String line)
            throws ConfigurationException {
        Directives directives = build(Model.parse(model), written);

        assertThat(lines(directives)).contains(line);
        assertThat(directives.findings()).extracting(Finding::level).containsOnly(Level.INFO);
    }

    @ParameterizedTest
    @EnumSource
    void defaultsNeedNone(Model model) throws ConfigurationException {
        assertThat(build(model).findings()).isEmpty();
    }

    @Test
    void oneCorrectionBuildsOnTheOther() throws ConfigurationException {
        Directives directives =
                build(
                        Model.EVENT,
                        "ThreadLimit 10",
                        "ThreadsPerChild 20",
                        "ServerLimit 3",
                        "MaxRequestWorkers 45",
                        "StartServers 9");

        assertThat(directives.threadsPerChild()).isEqualTo(10);
        assertThat(directives.maxRequestWorkers()).isEqualTo(30);
        assertThat(directives.childrenLimit()).isEqualTo(3);
        assertThat(directives.startServers()).isEqualTo(3);
        assertThat(lines(directives))
                .containsExactly(
                        "WARN mpm.conf:2 ThreadsPerChild 20: allowed 1 to ThreadLimit (10); using 10",
                        "WARN mpm.conf:4 MaxRequestWorkers 45: allowed a multiple of ThreadsPerChild"
                                + " (10); using 40",
                        "WARN mpm.conf:4 MaxRequestWorkers 40: allowed at most ServerLimit x"
                                + " ThreadsPerChild (30); using 30",
                        "WARN mpm.conf:5 StartServers 9: allowed at most MaxRequestWorkers /"
                                + " ThreadsPerChild (3); using 3");
    }

    @Test
    void aRestartKeepsTheLimitsOfTheStart() throws ConfigurationException {
        Directives started = build(Model.EVENT, "ServerLimit 4", "ThreadLimit 30");

        Directives restarted =
                Checked.file(
                                Model.EVENT,
                                "ServerLimit 8",
                                "ThreadLimit 50",
                                "ThreadsPerChild 40",
                                "MaxRequestWorkers 200")
                        .buildWithin(started);

        assertThat(restarted.serverLimit()).isEqualTo(4);
        assertThat(restarted.threadLimit()).isEqualTo(30);
        assertThat(restarted.maxRequestWorkers()).isEqualTo(120);
        assertThat(lines(restarted))
                .startsWith(
                        "WARN mpm.conf:1 ServerLimit 8: allowed to change only by stop and start"
                                + " (4); using 4",
                        "WARN mpm.conf:2 ThreadLimit 50: allowed to change only by stop and start"
                                + " (30); using 30");
    }

    /** Whoever asks for the status goes on being answered where he asks. */
    @Test
    void aRestartKeepsTheStatusWhereItIsAndTakesTheSlowRequestTime() throws ConfigurationException {
        Directives started = build(Model.EVENT, "StatusListen 9000");

        Directives restarted =
                Checked.file(Model.EVENT, "StatusListen *:9001", "SlowRequestTime 500ms")
                        .buildWithin(started);

        assertThat(restarted.statusListen()).isEqualTo(started.statusListen());
        assertThat(restarted.slowRequestMillis()).isEqualTo(500);
        assertThat(lines(restarted))
                .containsExactly(
                        "WARN mpm.conf:1 StatusListen *:9001: allowed to change only by stop and"
                                + " start; using 127.0.0.1:9000");
    }

    @Test
    void aRestartDoesNotGrowTheLimitForMaxThreads() throws ConfigurationException {
        Directives started = build(Model.PREFORK);

        Directives restarted =
                Checked.with(Checked.file(Model.PREFORK), "maxThreads", 1000).buildWithin(started);

        assertThat(restarted.serverLimit()).isEqualTo(256);
        assertThat(lines(restarted))
                .containsExactly(
                        "WARN attribute maxThreads MaxRequestWorkers 1000: allowed 1 to ServerLimit"
                                + " (256); using 256");
    }
}

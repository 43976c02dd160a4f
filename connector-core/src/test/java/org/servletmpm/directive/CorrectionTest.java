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
        prefork | ServerLimit 200001 | ServerLimit=200000 | ServerLimit=200001 (mpm.conf:1): must be 1 to the hard maximum (200000); using 200000
        worker | ServerLimit 20001 | ServerLimit=20000 | ServerLimit=20001 (mpm.conf:1): must be 1 to the hard maximum (20000); using 20000
        event | ServerLimit 20001 | ServerLimit=20000 | ServerLimit=20001 (mpm.conf:1): must be 1 to the hard maximum (20000); using 20000
        event | ServerLimit 0 | ServerLimit=1 | ServerLimit=0 (mpm.conf:1): must be at least 1; using 1
        worker | ThreadLimit 20001 | ThreadLimit=20000 | ThreadLimit=20001 (mpm.conf:1): must be 1 to the hard maximum (20000); using 20000
        event | ThreadLimit 100001 | ThreadLimit=100000 | ThreadLimit=100001 (mpm.conf:1): must be 1 to the hard maximum (100000); using 100000
        event | ThreadLimit -3 | ThreadLimit=1 | ThreadLimit=-3 (mpm.conf:1): must be at least 1; using 1
        event | ThreadsPerChild 100 | ThreadsPerChild=64 | ThreadsPerChild=100 (mpm.conf:1): must be 1 to ThreadLimit (64); using 64
        worker | ThreadsPerChild 0 | ThreadsPerChild=1 | ThreadsPerChild=0 (mpm.conf:1): must be at least 1; using 1
        prefork | MaxRequestWorkers 300 | MaxRequestWorkers=256 | MaxRequestWorkers=300 (mpm.conf:1): must be 1 to ServerLimit (256); using 256
        prefork | MaxRequestWorkers 0 | MaxRequestWorkers=1 | MaxRequestWorkers=0 (mpm.conf:1): must be at least 1; using 1
        event | MaxRequestWorkers 10 | MaxRequestWorkers=25 | MaxRequestWorkers=10 (mpm.conf:1): must be at least ThreadsPerChild (25); using 25
        event | MaxRequestWorkers 99 | MaxRequestWorkers=75 | MaxRequestWorkers=99 (mpm.conf:1): must be a multiple of ThreadsPerChild (25); using 75
        worker | MaxRequestWorkers 800 | MaxRequestWorkers=400 | MaxRequestWorkers=800 (mpm.conf:1): must be at most ServerLimit x ThreadsPerChild (400); using 400
        event | StartServers 0 | StartServers=1 | StartServers=0 (mpm.conf:1): must be at least 1; using 1
        event | StartServers 17 | StartServers=16 | StartServers=17 (mpm.conf:1): must be at most MaxRequestWorkers / ThreadsPerChild (16); using 16
        prefork | StartServers 257 | StartServers=256 | StartServers=257 (mpm.conf:1): must be at most MaxRequestWorkers (256); using 256
        prefork | MinSpareServers 0 | MinSpareServers=1 | MinSpareServers=0 (mpm.conf:1): must be at least 1; using 1
        event | MinSpareThreads -1 | MinSpareThreads=1 | MinSpareThreads=-1 (mpm.conf:1): must be at least 1; using 1
        prefork | MaxSpareServers 5 | MaxSpareServers=6 | MaxSpareServers=5 (mpm.conf:1): must be at least MinSpareServers + 1 (6); using 6
        event | MaxSpareThreads 100 | MaxSpareThreads=101 | MaxSpareThreads=100 (mpm.conf:1): must be at least MinSpareThreads + ThreadsPerChild + 1 (101); using 101
        worker | MinSpareThreads 2147483647;MaxSpareThreads 9 | MaxSpareThreads=2147483647 | MaxSpareThreads=9 (mpm.conf:2): must be at least MinSpareThreads + ThreadsPerChild + 1 (2147483647); using 2147483647
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
        event | MaxRequestWorkers 50 | StartServers=3 (default): must be at most MaxRequestWorkers / ThreadsPerChild (2); using 2
        prefork | MaxRequestWorkers 2 | StartServers=5 (default): must be at most MaxRequestWorkers (2); using 2
        prefork | ServerLimit 100 | MaxRequestWorkers=256 (default): must be 1 to ServerLimit (100); using 100
        event | ThreadLimit 20 | ThreadsPerChild=25 (default): must be 1 to ThreadLimit (20); using 20
        event | ThreadsPerChild 64 | MaxRequestWorkers=400 (default): must be a multiple of ThreadsPerChild (64); using 384
        event | ServerLimit 4 | MaxRequestWorkers=400 (default): must be at most ServerLimit x ThreadsPerChild (100); using 100
        prefork | MinSpareServers 20 | MaxSpareServers=10 (default): must be at least MinSpareServers + 1 (21); using 21
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
                        "ThreadsPerChild=20 (mpm.conf:2): must be 1 to ThreadLimit (10); using 10",
                        "MaxRequestWorkers=45 (mpm.conf:4): must be a multiple of ThreadsPerChild (10); using 40",
                        "MaxRequestWorkers=40 (mpm.conf:4): must be at most ServerLimit x ThreadsPerChild (30); using 30",
                        "StartServers=9 (mpm.conf:5): must be at most MaxRequestWorkers / ThreadsPerChild (3); using 3");
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
                        "ServerLimit=8 (mpm.conf:1): must be 4 until the connector is stopped and started; using 4",
                        "ThreadLimit=50 (mpm.conf:2): must be 30 until the connector is stopped and started; using 30");
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
                        "StatusListen=*:9001 (mpm.conf:1): must be 127.0.0.1:9000 until the connector is stopped and started; using 127.0.0.1:9000");
    }

    @Test
    void aRestartDoesNotGrowTheLimitForMaxThreads() throws ConfigurationException {
        Directives started = build(Model.PREFORK);

        Directives restarted =
                Checked.with(Checked.file(Model.PREFORK), "maxThreads", 1000).buildWithin(started);

        assertThat(restarted.serverLimit()).isEqualTo(256);
        assertThat(lines(restarted))
                .containsExactly(
                        "maxThreads=1000 (attribute): must be 1 to ServerLimit (256); using 256");
    }
}

package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.servletmpm.directive.Checked.errors;
import static org.servletmpm.directive.Checked.file;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be meant is refused with file, line, directive, value and what is allowed. */
class RefusalTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        StartServers five | StartServers=five (mpm.conf:2): must be a whole number, 1 to 2147483647
        StartServers 5x | StartServers=5x (mpm.conf:2): must be a whole number, 1 to 2147483647
        StartServers 2147483648 | StartServers=2147483648 (mpm.conf:2): must be a whole number, 1 to 2147483647
        StartServers 99999999999999999999999999999999 | StartServers=99999999999999999999999999999999 (mpm.conf:2): must be a whole number, 1 to 2147483647
        StartServers | StartServers (mpm.conf:2): must be a whole number, 1 to 2147483647
        StartServers 5 6 | StartServers=5 6 (mpm.conf:2): must be one value
        StartServers 5 # five | StartServers=5 # five (mpm.conf:2): must be one value; a comment needs its own line
        ListenBacklog 0 | ListenBacklog=0 (mpm.conf:2): must be a whole number, 1 to 2147483647
        SendBufferSize 511 | SendBufferSize=511 (mpm.conf:2): must be 0 (the operating system's) or 512 to 2147483647 bytes
        ReceiveBufferSize 1 | ReceiveBufferSize=1 (mpm.conf:2): must be 0 (the operating system's) or 512 to 2147483647 bytes
        MaxMemFree -1 | MaxMemFree=-1 (mpm.conf:2): must be a whole number, 0 (no limit) to 2147483647
        ThreadStackSize -1 | ThreadStackSize=-1 (mpm.conf:2): must be 0 (the JVM's) to 9223372036854775807 bytes
        GracefulShutdownTimeout -1 | GracefulShutdownTimeout=-1 (mpm.conf:2): must be a whole number, 0 (the container's time) to 2147483647
        MaxConnectionsPerChild -1 | MaxConnectionsPerChild=-1 (mpm.conf:2): must be a whole number, 0 (no limit) to 2147483647
        AsyncRequestWorkerFactor 0 | AsyncRequestWorkerFactor=0 (mpm.conf:2): must be a number above 0, such as 2 or 0.5
        AsyncRequestWorkerFactor two | AsyncRequestWorkerFactor=two (mpm.conf:2): must be a number above 0, such as 2 or 0.5
        AsyncRequestWorkerFactor NaN | AsyncRequestWorkerFactor=NaN (mpm.conf:2): must be a number above 0, such as 2 or 0.5
        Listen 65536 | Listen=65536 (mpm.conf:2): must be [address:]port, the port 0 (any) to 65535, IPv6 as [::]:80, or unix:/path
        Listen ::1:80 | Listen=::1:80 (mpm.conf:2): must be [address:]port, the port 0 (any) to 65535, IPv6 as [::]:80, or unix:/path
        KeepAlive 1 | KeepAlive=1 (mpm.conf:2): must be On or Off
        KeepAliveTimeout 5x | KeepAliveTimeout=5x (mpm.conf:2): must be a whole number of seconds from 0, or one with a unit: ms, s, mi or h
        Timeout 0 | Timeout=0 (mpm.conf:2): must be a whole number of seconds, 1 to 2147483647
        EnableExceptionHook yes | EnableExceptionHook=yes (mpm.conf:2): must be On or Off
        Mutex semaphore default | Mutex=semaphore default (mpm.conf:2): must be default, none, fcntl, flock, file (these three with an optional :path), posixsem, sysvsem, sem or pthread
        EventIncompatible /legacy/*.old | EventIncompatible=/legacy/*.old (mpm.conf:2): must be full names of classes, and URL patterns such as /exact, /path/* and *.extension
        EventIncompatible com.example. | EventIncompatible=com.example. (mpm.conf:2): must be full names of classes, and URL patterns such as /exact, /path/* and *.extension
        EventIncompatible com.example.Old * | EventIncompatible=com.example.Old * (mpm.conf:2): must be full names of classes, and URL patterns such as /exact, /path/* and *.extension
        EventIncompatible | EventIncompatible (mpm.conf:2): must be full names of classes, and URL patterns such as /exact, /path/* and *.extension
        ListenCoresBucketsRatio 8 | ListenCoresBucketsRatio=8 (mpm.conf:2): refused, children share one listening socket
        PidFile | PidFile (mpm.conf:2): must be a text that is not empty
        PidFile "/run/a | PidFile="/run/a (mpm.conf:2): must be a text with a closing quote
        StratServers 5 | StratServers=5 (mpm.conf:2): is no MPM directive, did you mean StartServers?
        MaxClient 5 | MaxClient=5 (mpm.conf:2): is no MPM directive, did you mean MaxRequestWorkers?
        """)
    void inOneLine(String written, String line) {
        assertThat(errors(file(Model.EVENT, "# first", written))).containsExactly(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"StartServers", "startServers", "STARTSERVERS"})
    void alsoInPairs(String name) {
        assertThat(errors(Directives.builder().set(name, "", Origin.of("--set"))))
                .containsExactly("StartServers (--set): must be a whole number, 1 to 2147483647");
    }

    @Test
    void forEveryErrorAtOnce() {
        Directives.Builder builder =
                file(Model.EVENT, "StartServers x", "Foo 1", "<IfModule mpm_event_module>")
                        .set("ListenBacklog", "0", Origin.of("--set"));
        Checked.with(builder, "maxThreads", "many");
        Checked.with(builder, "maxConnections", 0);
        Checked.with(builder, "maxThread", 5);

        assertThat(errors(builder))
                .extracting(line -> line.split("[ =]")[0])
                .containsExactly(
                        "StartServers",
                        "Foo",
                        "<IfModule",
                        "ListenBacklog",
                        "maxThreads",
                        "maxConnections",
                        "maxThread");
        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(String.join("\n", errors(builder)));
    }

    @Test
    void alsoWhenALaterValueIsRight() {
        assertThat(errors(file(Model.EVENT, "StartServers x", "StartServers 3"))).hasSize(1);
    }

    @Test
    void ofASecondListenWhichHttpdWouldAdd() {
        assertThat(errors(file(Model.EVENT, "Listen 80", "Listen [::1]:81")))
                .containsExactly(
                        "Listen=[::1]:81 (mpm.conf:2): a connector has one Listen, and there is 80 (mpm.conf:1)");
    }

    @Test
    void ofAnotherModelInARestart() throws ConfigurationException {
        Directives started = Checked.build(Model.EVENT);

        assertThatThrownBy(() -> file(Model.WORKER).buildWithin(started))
                .hasMessage("mpm=worker (restart): must be event until the server is stopped");
    }
}

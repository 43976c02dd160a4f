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
        StartServers five | StartServers five: allowed a whole number, 1 to 2147483647; refused
        StartServers 5x | StartServers 5x: allowed a whole number, 1 to 2147483647; refused
        StartServers 2147483648 | StartServers 2147483648: allowed a whole number, 1 to 2147483647; refused
        StartServers 99999999999999999999999999999999 | StartServers 99999999999999999999999999999999: allowed a whole number, 1 to 2147483647; refused
        StartServers | StartServers: allowed a whole number, 1 to 2147483647; refused
        StartServers 5 6 | StartServers 5 6: allowed one value; refused
        StartServers 5 # five | StartServers 5 # five: allowed one value; a comment needs its own line; refused
        ListenBacklog 0 | ListenBacklog 0: allowed a whole number, 1 to 2147483647; refused
        SendBufferSize 511 | SendBufferSize 511: allowed 0 (the operating system's) or 512 to 2147483647 bytes; refused
        ReceiveBufferSize 1 | ReceiveBufferSize 1: allowed 0 (the operating system's) or 512 to 2147483647 bytes; refused
        MaxMemFree -1 | MaxMemFree -1: allowed a whole number, 0 (no limit) to 2147483647; refused
        ThreadStackSize -1 | ThreadStackSize -1: allowed 0 (the JVM's) to 9223372036854775807 bytes; refused
        GracefulShutdownTimeout -1 | GracefulShutdownTimeout -1: allowed a whole number, 0 (the container's time) to 2147483647; refused
        MaxConnectionsPerChild -1 | MaxConnectionsPerChild -1: allowed a whole number, 0 (no limit) to 2147483647; refused
        AsyncRequestWorkerFactor 0 | AsyncRequestWorkerFactor 0: allowed a number above 0, such as 2 or 0.5; refused
        AsyncRequestWorkerFactor two | AsyncRequestWorkerFactor two: allowed a number above 0, such as 2 or 0.5; refused
        AsyncRequestWorkerFactor NaN | AsyncRequestWorkerFactor NaN: allowed a number above 0, such as 2 or 0.5; refused
        Listen 65536 | Listen 65536: allowed [address:]port, the port 0 (any) to 65535, IPv6 as [::]:80; refused
        Listen ::1:80 | Listen ::1:80: allowed [address:]port, the port 0 (any) to 65535, IPv6 as [::]:80; refused
        KeepAlive 1 | KeepAlive 1: allowed On or Off; refused
        KeepAliveTimeout 5x | KeepAliveTimeout 5x: allowed a whole number of seconds from 0, or one with a unit: ms, s, mi or h; refused
        Timeout 0 | Timeout 0: allowed a whole number of seconds, 1 to 2147483647; refused
        EnableExceptionHook yes | EnableExceptionHook yes: allowed On or Off; refused
        Mutex semaphore default | Mutex semaphore default: allowed default, none, fcntl, flock, file (these three with an optional :path), posixsem, sysvsem, sem or pthread; refused
        EventIncompatible /legacy/*.old | EventIncompatible /legacy/*.old: allowed full names of classes, and URL patterns such as /exact, /path/* and *.extension; refused
        EventIncompatible com.example. | EventIncompatible com.example.: allowed full names of classes, and URL patterns such as /exact, /path/* and *.extension; refused
        EventIncompatible com.example.Old * | EventIncompatible com.example.Old *: allowed full names of classes, and URL patterns such as /exact, /path/* and *.extension; refused
        EventIncompatible | EventIncompatible: allowed full names of classes, and URL patterns such as /exact, /path/* and *.extension; refused
        ListenCoresBucketsRatio 8 | ListenCoresBucketsRatio 8: refused, children share one listening socket
        PidFile | PidFile: allowed a text that is not empty; refused
        PidFile "/run/a | PidFile "/run/a: allowed a closing quote; refused
        StratServers 5 | StratServers 5: allowed only MPM directives, the nearest is StartServers; unknown, refused
        MaxClient 5 | MaxClient 5: allowed only MPM directives, the nearest is MaxRequestWorkers; unknown, refused
        """)
    void inOneLine(String written, String line) {
        assertThat(errors(file(Model.EVENT, "# first", written)))
                .containsExactly("ERROR mpm.conf:2 " + line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"StartServers", "startServers", "STARTSERVERS"})
    void alsoInPairs(String name) {
        assertThat(errors(Directives.builder().set(name, "", Origin.of("--set"))))
                .containsExactly(
                        "ERROR --set StartServers: allowed a whole number, 1 to 2147483647;"
                                + " refused");
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
                .extracting(line -> line.split(":? ")[2])
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
                        "ERROR mpm.conf:2 Listen [::1]:81: allowed one Listen, and there is 80"
                                + " (mpm.conf:1); refused");
    }

    @Test
    void ofAnotherModelInARestart() throws ConfigurationException {
        Directives started = Checked.build(Model.EVENT);

        assertThatThrownBy(() -> file(Model.WORKER).buildWithin(started))
                .hasMessage(
                        "ERROR restart mpm worker: allowed event until the server is stopped;"
                                + " refused");
    }
}

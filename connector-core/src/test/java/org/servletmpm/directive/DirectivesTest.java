package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.servletmpm.directive.Checked.build;
import static org.servletmpm.directive.Checked.lines;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator sees of names, defaults and values that take effect. */
class DirectivesTest {

    @ParameterizedTest
    @CsvSource({"prefork,true,false", "worker,true,true", "event,false,true"})
    void modelsSayWhoWaitsAndWithHowManyThreads(String name, boolean bound, boolean threaded) {
        Model model = Model.parse(name.toUpperCase());

        assertThat(model).hasToString(name);
        assertThat(model.bound()).isEqualTo(bound);
        assertThat(model.threaded()).isEqualTo(threaded);
    }

    @Test
    void anUnknownModelIsRefusedWithTheAllowedOnes() {
        assertThatThrownBy(() -> Model.parse("threaded"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mpm threaded: must be prefork, worker or event");
    }

    @ParameterizedTest
    @EnumSource
    void aDirectiveIsFoundByEveryName(Directive directive) {
        assertThat(Directive.named(directive.directiveName())).contains(directive);
        assertThat(Directive.named(directive.camelCase())).contains(directive);
        assertThat(Directive.named(directive.directiveName().toUpperCase())).contains(directive);
        assertThat(directive.aliases())
                .allSatisfy(alias -> assertThat(Directive.named(alias)).contains(directive));
        assertThat(directive.description()).endsWith(".");
    }

    @Test
    void aDeprecatedNameIsAcceptedWithOneInformationLine() throws ConfigurationException {
        Directives directives = build(Model.PREFORK, "MaxClients 150", "maxrequestsperchild 10000");

        assertThat(directives.maxRequestWorkers()).isEqualTo(150);
        assertThat(directives.maxConnectionsPerChild()).isEqualTo(10000);
        assertThat(lines(directives))
                .containsExactly(
                        "MaxClients=150 (mpm.conf:1): deprecated name, using MaxRequestWorkers",
                        "maxrequestsperchild=10000 (mpm.conf:2): deprecated name, using MaxConnectionsPerChild");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        MinSpareServers 7 | MinSpareServers=7 (mpm.conf:1): has no effect in event, only in prefork
        User www-data | User=www-data (mpm.conf:1): takes effect in process mode only
        Group www-data | Group=www-data (mpm.conf:1): takes effect in process mode only
        CoreDumpDirectory /tmp | CoreDumpDirectory=/tmp (mpm.conf:1): takes effect in process mode only
        AcceptMutex sysvsem | AcceptMutex=sysvsem (mpm.conf:1): not needed, one child at a time accepts
        LockFile /run/lock | LockFile=/run/lock (mpm.conf:1): not needed, one child at a time accepts
        Mutex file:/run/lock mpm-accept | Mutex=file:/run/lock mpm-accept (mpm.conf:1): not needed, one child at a time accepts
        """)
    void whatHasNoEffectIsSaidAndNotShownAsEffective(String written, String line)
            throws ConfigurationException {
        Directives directives = build(Model.EVENT, written);

        assertThat(lines(directives)).containsExactly(line);
        assertThat(directives.effective()).doesNotContainKey(written.split(" ")[0]);
    }

    @Test
    void aDirectiveOfThreadedModelsSaysWhichTheyAre() throws ConfigurationException {
        assertThat(lines(build(Model.PREFORK, "ThreadsPerChild 7")))
                .containsExactly(
                        "ThreadsPerChild=7 (mpm.conf:1): has no effect in prefork, only in worker and event");
    }

    @Test
    void theEffectiveValuesAreTheModelsInTheTablesOrder() throws ConfigurationException {
        assertThat(build(Model.PREFORK).effective().keySet())
                .containsExactly(
                        "StartServers",
                        "MinSpareServers",
                        "MaxSpareServers",
                        "ServerLimit",
                        "MaxRequestWorkers",
                        "MaxConnectionsPerChild",
                        "ListenBacklog",
                        "SendBufferSize",
                        "ReceiveBufferSize",
                        "ThreadStackSize",
                        "MaxMemFree",
                        "GracefulShutdownTimeout",
                        "GracefulShutdownDelay",
                        "EnableExceptionHook",
                        "ExtendedStatus",
                        "SlowRequestTime",
                        "RequestTerminateTimeout",
                        "RequestReadTimeout",
                        "RequestQueueTime",
                        "OverloadControl",
                        "OverloadTarget",
                        "RetryAfter");
        assertThat(
                        build(
                                        Model.EVENT,
                                        "KeepAliveTimeout 500ms",
                                        "Timeout 30",
                                        "KeepAlive off",
                                        "MaxKeepAliveRequests 0",
                                        "AsyncRequestWorkerFactor 2.50",
                                        "Listen *:8080")
                                .effective()
                                .toString())
                .isEqualTo(
                        "{StartServers=3, MinSpareThreads=75, MaxSpareThreads=250,"
                                + " ThreadsPerChild=25, ThreadLimit=64, ServerLimit=16,"
                                + " MaxRequestWorkers=400, MaxConnectionsPerChild=0,"
                                + " AsyncRequestWorkerFactor=2.5, Listen=8080, ListenBacklog=511,"
                                + " SendBufferSize=0, ReceiveBufferSize=0, ThreadStackSize=0,"
                                + " WorkerThreads=platform, MaxMemFree=2048, WriteCompletionSpill=0, GracefulShutdownTimeout=0,"
                                + " GracefulShutdownDelay=0,"
                                + " EnableExceptionHook=Off, ExtendedStatus=On, SlowRequestTime=0,"
                                + " RequestTerminateTimeout=0,"
                                + " LeaderFollower=On, Timeout=30,"
                                + " KeepAlive=Off, KeepAliveTimeout=500ms, MaxKeepAliveRequests=0,"
                                + " RequestReadTimeout=header=20-40,MinRate=500,"
                                + " RequestQueueTime=0, OverloadControl=Off, OverloadTarget=100,"
                                + " RetryAfter=1}");
    }

    @ParameterizedTest
    @CsvSource({"5,5000", "0,0", "500ms,500", "2s,2000", "3mi,180000", "3min,180000", "1h,3600000"})
    void keepAliveTimeoutTakesHttpdsUnits(String written, long millis)
            throws ConfigurationException {
        assertThat(build(Model.EVENT, "KeepAliveTimeout " + written).keepAliveTimeoutMillis())
                .hasValue(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "80, , 80, 80",
        "0, , 0, 0",
        "*:80, , 80, 80",
        "[::]:80, ::, 80, [::]:80",
        "10.0.0.1:8443, 10.0.0.1, 8443, 10.0.0.1:8443",
        "localhost:65535, localhost, 65535, localhost:65535",
    })
    void listenTakesHttpdsForms(String written, String address, int port, String shown)
            throws ConfigurationException {
        Listen listen = (Listen) build(Model.EVENT, "Listen " + written).listen().orElseThrow();

        assertThat(listen.address().orElse(null)).isEqualTo(address);
        assertThat(listen.port()).isEqualTo(port);
        assertThat(listen).hasToString(shown);
    }

    @Test
    void listenTakesAUnixSocketsAbsolutePath() throws ConfigurationException {
        assertThat(build(Model.EVENT, "Listen unix:/run/shop/http").listen())
                .contains(new UnixListen(Path.of("/run/shop/http")));
        assertThatThrownBy(() -> build(Model.EVENT, "Listen unix:http"))
                .hasMessageContaining("or unix:/path");
        assertThatThrownBy(() -> build(Model.EVENT, "StatusListen unix:/run/shop/status"))
                .hasMessageContaining("StatusListen");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "800M, 838860800", "40%, 400", "100%, 1000"})
    void recycleMemoryIsBytesOrAPartOfWhatThereIs(String written, long bytes)
            throws ConfigurationException {
        Directives directives = build(Model.EVENT, "RecycleMemory " + written);
        assertThat(directives.recycleMemory().bytes(1000)).isEqualTo(bytes);
        assertThatThrownBy(() -> build(Model.EVENT, "RecycleMemory 101%"))
                .hasMessageContaining("1% to 100%");
    }

    /** The status tells of clients: who wants others to see it has to say so. */
    @ParameterizedTest
    @CsvSource({
        "9000, 127.0.0.1, 127.0.0.1:9000",
        "*:9000, , *:9000",
        "[::1]:9000, ::1, [::1]:9000",
        "10.0.0.1:9000, 10.0.0.1, 10.0.0.1:9000",
    })
    void statusListenIsThisMachinesAffairUnlessAnAddressIsWritten(
            String written, String address, String shown) throws ConfigurationException {
        Directives directives = build(Model.PREFORK, "StatusListen " + written);

        assertThat(directives.statusListen().orElseThrow().address().orElse(null))
                .isEqualTo(address);
        assertThat(directives.effective()).containsEntry("StatusListen", shown);
    }
}

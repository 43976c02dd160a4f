package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.servletmpm.directive.Checked.build;
import static org.servletmpm.directive.Checked.file;
import static org.servletmpm.directive.Checked.lines;
import static org.servletmpm.directive.Checked.with;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A directive, then the container's words, then the default; what loses is never lost silently. */
class PrecedenceTest {

    private static final Origin SET = Origin.of("--set");

    @Test
    void aDirectiveBeatsTheContainerInEitherOrder() throws ConfigurationException {
        Directives.Builder before = with(Directives.builder(), "maxThreads", 50);
        before.set("MaxRequestWorkers", "100", SET);
        Directives.Builder after = Directives.builder().set("MaxRequestWorkers", "100", SET);
        with(after, "maxThreads", 50);

        for (Directives directives : List.of(before.build(), after.build())) {
            assertThat(directives.maxRequestWorkers()).isEqualTo(100);
            assertThat(directives.origin(Directive.MAX_REQUEST_WORKERS)).isEqualTo(SET);
            assertThat(directives.isExplicit(Directive.MAX_REQUEST_WORKERS)).isTrue();
            assertThat(lines(directives))
                    .containsExactly("maxThreads=50 (attribute): yields to 100 (--set)");
        }
    }

    @Test
    void theLaterDirectiveWins() throws ConfigurationException {
        Directives directives =
                file(Model.EVENT, "StartServers 4", "StartServers 5")
                        .set("startServers", "6", SET)
                        .build();

        assertThat(directives.startServers()).isEqualTo(6);
        assertThat(lines(directives))
                .containsExactly(
                        "StartServers=4 (mpm.conf:1): yields to 5 (mpm.conf:2)",
                        "StartServers=5 (mpm.conf:2): yields to 6 (--set)");
    }

    @Test
    void aListenElsewhereReplacesTheFiles() throws ConfigurationException {
        Directives directives =
                file(Model.EVENT, "Listen 80")
                        .read("Listen 81", "site.conf")
                        .set("Listen", "82", SET)
                        .set("Listen", "[::1]:0", SET)
                        .build();

        assertThat(directives.listen().orElseThrow()).hasToString("[::1]:0");
        assertThat(directives.findings()).hasSize(3);
    }

    @Test
    void theContainersWordsMeanWhatTheyMeanThere() throws ConfigurationException {
        Directives.Builder builder = Directives.builder();
        with(builder, "acceptCount", 77);
        with(builder, "maxConnections", 9000);
        with(builder, "connectionTimeout", 1500);
        with(builder, "keepAliveTimeout", -1);
        with(builder, "maxKeepAliveRequests", -1);
        Directives directives = builder.build();

        assertThat(directives.listenBacklog()).isEqualTo(77);
        assertThat(directives.maxConnections()).hasValue(9000);
        assertThat(directives.timeoutMillis()).hasValue(1500);
        assertThat(directives.timeoutSeconds()).hasValue(2);
        assertThat(directives.keepAliveTimeoutMillis()).hasValue(-1);
        assertThat(directives.maxKeepAliveRequests()).hasValue(0);
        assertThat(directives.origin(Directive.LISTEN_BACKLOG))
                .hasToString("attribute acceptCount");
        assertThat(directives.isExplicit(Directive.LISTEN_BACKLOG)).isFalse();
        assertThat(directives.effective())
                .containsEntry("Timeout", "1500ms")
                .containsEntry("KeepAliveTimeout", "unlimited");
        assertThat(directives.findings()).isEmpty();
    }

    @Test
    void noTimeoutInTheContainersWordsStaysNone() throws ConfigurationException {
        Directives directives = with(Directives.builder(), "connectionTimeout", 0).build();

        assertThat(directives.timeoutMillis()).hasValue(-1);
        assertThat(directives.timeoutSeconds()).hasValue(-1);
    }

    @Test
    void anAcceptCountThatMeansTheContainersDefaultIsOurs() throws ConfigurationException {
        Directives directives = with(Directives.builder(), "acceptCount", 0).build();

        assertThat(directives.listenBacklog()).isEqualTo(511);
        assertThat(lines(directives))
                .containsExactly("acceptCount=0 (attribute): must be at least 1; using 511");
    }

    @Test
    void minSpareThreadsIsForModelsWithThreads() throws ConfigurationException {
        Directives event = with(Directives.builder(), "minSpareThreads", 10).build();
        assertThat(event.minSpareThreads()).isEqualTo(10);
        assertThat(event.isExplicit(Directive.MIN_SPARE_THREADS)).isFalse();

        Directives prefork =
                with(Directives.builder().model(Model.PREFORK), "minSpareThreads", 10).build();
        assertThat(lines(prefork))
                .containsExactly(
                        "minSpareThreads=10 (attribute): has no effect in prefork, only in worker and event");
    }

    @Test
    void whatNobodyWroteIsLeftToTheContainer() throws ConfigurationException {
        Directives directives = build(Model.EVENT);

        assertThat(directives.timeoutSeconds()).isEmpty();
        assertThat(directives.keepAliveTimeoutMillis()).isEmpty();
        assertThat(directives.maxKeepAliveRequests()).isEmpty();
        assertThat(directives.keepAlive()).isEmpty();
        assertThat(directives.maxConnections()).isEmpty();
        assertThat(directives.listen()).isEmpty();
        assertThat(directives.asyncRequestWorkerFactor()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "event, 10, 10, 10, 1",
        "event, 1, 1, 1, 1",
        "event, 25, 25, 25, 1",
        "event, 40, 20, 40, 2",
        "event, 37, 18, 36, 2",
        "event, 200, 25, 200, 8",
        "event, 800, 25, 800, 32",
        "worker, 7, 7, 7, 1",
        "prefork, 10, 1, 10, 10",
        "prefork, 1000, 1, 1000, 1000",
        "prefork, 200001, 1, 200000, 200000",
    })
    void maxThreadsIsNeverExceededAndHardlyLowered(
            String model, int maxThreads, int threads, int workers, int children)
            throws ConfigurationException {
        Directives.Builder builder = Directives.builder().model(Model.parse(model));
        Directives directives = with(builder, "maxThreads", maxThreads).build();

        assertThat(directives.threadsPerChild()).isEqualTo(threads);
        assertThat(directives.maxRequestWorkers()).isEqualTo(workers);
        assertThat(directives.childrenLimit()).isEqualTo(children);
        assertThat(directives.serverLimit()).isGreaterThanOrEqualTo(children);
    }

    @Test
    void whatMaxThreadsMovesIsSaid() throws ConfigurationException {
        assertThat(lines(with(Directives.builder(), "maxThreads", 10).build()))
                .startsWith(
                        "ThreadsPerChild=25 (default): must be at most attribute maxThreads (10); using 10");
        assertThat(lines(with(Directives.builder(), "maxThreads", 800).build()))
                .containsExactly(
                        "ServerLimit=16 (default): must be enough for attribute maxThreads (32); using 32");
        assertThat(lines(with(file(Model.EVENT, "ThreadsPerChild 25"), "maxThreads", 10).build()))
                .contains(
                        "ThreadsPerChild=25 (mpm.conf:1): must be at most attribute maxThreads (10); using 10");
    }

    @Test
    void anExplicitServerLimitBoundsMaxThreads() throws ConfigurationException {
        Directives directives = with(file(Model.EVENT, "ServerLimit 2"), "maxThreads", 100).build();

        assertThat(directives.serverLimit()).isEqualTo(2);
        assertThat(directives.maxRequestWorkers()).isEqualTo(50);
        assertThat(lines(directives))
                .contains(
                        "maxThreads=100 (attribute): must be at most ServerLimit x ThreadsPerChild (50); using 50");
    }
}

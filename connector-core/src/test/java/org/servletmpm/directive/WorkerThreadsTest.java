package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.servletmpm.directive.Checked.errors;
import static org.servletmpm.directive.Checked.file;
import static org.servletmpm.directive.Checked.lines;

import java.lang.Runtime.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** WorkerThreads: what may be written depends on the Java version that runs. */
class WorkerThreadsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        17.0.15 | event | platform on Java 17.0.15; virtual needs Java 21 or later
        20 | worker | platform on Java 20; virtual needs Java 21 or later
        21.0.2 | worker | platform in worker on Java 21.0.2; virtual needs Java 24 or later, before that a virtual thread that waits for its client holds one of the JVM's 256 carrier threads
        """)
    void virtualIsRefusedWithAllOtherErrorsAndWhatItNeeds(String java, String model, String said) {
        Directives.Builder builder =
                file(Model.parse(model), "StartServers x", "WorkerThreads virtual", "Foo 1")
                        .java(Version.parse(java));

        assertThat(errors(builder))
                .hasSize(3)
                .contains("WorkerThreads=virtual (mpm.conf:2): must be " + said);
    }

    @ParameterizedTest
    @CsvSource({
        "21, EVENT, 1",
        "23.0.1, EVENT, 1",
        "24, EVENT, 0",
        "24, WORKER, 0",
        "25, EVENT, 0"
    })
    void virtualIsTakenInEventWithAWarningWhereWaitingPins(String java, Model model, int warnings)
            throws ConfigurationException {
        Directives directives =
                file(model, "workerthreads Virtual").java(Version.parse(java)).build();

        assertThat(directives.workerThreads()).isEqualTo(ThreadKind.VIRTUAL);
        assertThat(directives.effective()).containsEntry("WorkerThreads", "virtual");
        assertThat(lines(directives))
                .hasSize(warnings)
                .allSatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith("WorkerThreads=Virtual (mpm.conf:1): taken")
                                        .contains("Java 24", "256 carrier threads"));
    }

    /** Who leads selects, and would hold a carrier for that. */
    @Test
    void beforeJava24NoVirtualWorkerLeads() throws ConfigurationException {
        Directives.Builder virtual = file(Model.EVENT, "WorkerThreads virtual");

        assertThat(virtual.java(Version.parse("24")).build().leaderFollower()).isTrue();
        assertThat(virtual.java(Version.parse("23")).build().leaderFollower()).isFalse();
        assertThat(
                        lines(
                                file(Model.EVENT, "WorkerThreads virtual", "LeaderFollower On")
                                        .java(Version.parse("23"))
                                        .build()))
                .contains(
                        "LeaderFollower=On (mpm.conf:2): must be Off with WorkerThreads virtual before Java 24; using Off");
    }

    /** One file can serve all models, on any Java. */
    @ParameterizedTest
    @CsvSource({"17", "25"})
    void inPreforkItHasNoEffectAndOneLineSaysSo(String java) throws ConfigurationException {
        Directives directives =
                file(Model.PREFORK, "WorkerThreads virtual").java(Version.parse(java)).build();

        assertThat(directives.workerThreads()).isEqualTo(ThreadKind.PLATFORM);
        assertThat(lines(directives))
                .containsExactly(
                        "WorkerThreads=virtual (mpm.conf:1): has no effect in prefork, only in worker and event");
    }

    @Test
    void aStackSizeIsNothingForVirtualThreads() throws ConfigurationException {
        Directives directives =
                file(Model.EVENT, "ThreadStackSize 262144", "WorkerThreads virtual")
                        .java(Version.parse("25"))
                        .build();

        assertThat(lines(directives))
                .containsExactly(
                        "ThreadStackSize=262144 (mpm.conf:1): has no effect with WorkerThreads virtual");
    }

    @ParameterizedTest
    @EnumSource
    void platformIsTheDefaultEverywhere(Model model) throws ConfigurationException {
        assertThat(Checked.build(model).workerThreads()).isEqualTo(ThreadKind.PLATFORM);
    }

    @Test
    void anythingElseIsRefused() {
        assertThat(errors(file(Model.EVENT, "WorkerThreads green")))
                .containsExactly("WorkerThreads=green (mpm.conf:1): must be platform or virtual");
    }
}

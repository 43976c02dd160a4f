package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConnectorConfigurationTest {

    private final ConnectorConfiguration configuration = new ConnectorConfiguration("attribute");

    @Test
    void reportsAllErrorsAtOnce() {
        configuration.model("evnt");
        configuration.refuse("executor", "a.Pool", "none", "refused, no pools");
        configuration.set("threadsPerChild", "many");

        assertThatThrownBy(configuration::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "executor=a.Pool \\(attribute\\): must be none; refused, no pools\n"
                                + "mpm=evnt \\(attribute\\): must be prefork, worker or event\n"
                                + "threadsPerChild=many \\(attribute\\): .*");
    }

    @Test
    void takesBackWhatItRefused() {
        configuration.model("evnt");
        configuration.model("Worker");
        configuration.refuse("executor", "a.Pool", "none", "refused");
        configuration.allow("executor");

        assertThat(configuration.build().model()).isEqualTo(Model.WORKER);
    }

    @Test
    void theLaterOfTwoValuesForOneAttributeCountsWithoutAWord() {
        configuration.container("acceptCount", 10);
        Directives first = configuration.build();
        configuration.restarted(first);
        configuration.container("acceptCount", 50);
        Directives second = configuration.build();

        assertThat(first.listenBacklog()).isEqualTo(10);
        assertThat(second.listenBacklog()).isEqualTo(50);
        assertThat(second.findings()).isEmpty();
    }

    @Test
    void theContainersDefaultCountsWhereNobodyWroteAnything() {
        configuration.containerDefault("maxConnections", 8192, "Tomcat");
        configuration.containerDefault("acceptCount", 100, "Tomcat");
        configuration.container("acceptCount", 7);
        configuration.containerDefault("acceptCount", 100, "Tomcat");
        Directives directives = configuration.build();

        assertThat(directives.maxConnections()).hasValue(8192);
        assertThat(directives.listenBacklog()).isEqualTo(7);
    }

    @Test
    void whatAFrameworkSetAndNobodyWroteIsForgotten() {
        configuration.container("maxThreads", 200);
        configuration.forget("maxThreads");

        assertThat(configuration.build().maxRequestWorkers()).isEqualTo(400);
    }

    @Test
    void theContainersWordsOutliveAnotherBuilder() {
        configuration.container("maxThreads", 50);
        configuration.set("StartServers", "7");
        configuration.directives(Directives.builder().model(Model.WORKER));
        Directives directives = configuration.build();

        assertThat(directives.model()).isEqualTo(Model.WORKER);
        assertThat(directives.startServers()).isNotEqualTo(7);
        assertThat(directives.maxRequestWorkers()).isEqualTo(50);
    }
}

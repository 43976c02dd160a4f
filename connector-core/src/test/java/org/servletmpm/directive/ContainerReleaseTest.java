package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerReleaseTest {

    @ParameterizedTest
    @ValueSource(strings = {"9.0.98", "10.1.34", "11.0.0-M26", "11.0.9", "11.0.11", "11"})
    void anOlderContainerIsRefusedWithBothVersions(String version) {
        assertThatIllegalStateException()
                .isThrownBy(() -> ContainerRelease.require("Tomcat", "11.0.12", version))
                .withMessage(
                        "Servlet MPM needs Tomcat 11.0.12 or later, this is Tomcat %s", version);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"11.0.12", "11.0.24", "11.1.0-SNAPSHOT", "12.0.0-M1", "unknown", ""})
    void aNewerOneAndOneThatDoesNotSayAreTaken(String version) {
        assertThatCode(() -> ContainerRelease.require("Tomcat", "11.0.12", version))
                .doesNotThrowAnyException();
    }
}

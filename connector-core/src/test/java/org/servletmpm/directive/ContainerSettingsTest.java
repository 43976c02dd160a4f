package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A directive that somebody wrote comes before the container's own setting, in any model. */
class ContainerSettingsTest {

    private static Precedence of(String... namesAndValues) throws ConfigurationException {
        Directives.Builder builder = Directives.builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.set(namesAndValues[i], namesAndValues[i + 1], Origin.of("test"));
        }
        return new Precedence(builder.build());
    }

    @Test
    void whatNobodyWroteAsADirectiveIsTheContainers() throws ConfigurationException {
        Precedence precedence = of();

        assertThat(precedence.timeoutMillis(17)).isEqualTo(17);
        assertThat(precedence.keepAliveTimeoutMillis(18)).isEqualTo(18);
        assertThat(precedence.requestsPerConnection(19)).isEqualTo(19);
        assertThat(precedence.sendBufferSize(20)).isEqualTo(20);
        assertThat(precedence.receiveBufferSize(21)).isEqualTo(21);
        assertThat(precedence.yields("connectionTimeout", 17, Directive.TIMEOUT)).isEmpty();
    }

    @Test
    void aDirectiveCounts() throws ConfigurationException {
        Precedence precedence =
                of(
                        "Timeout", "3",
                        "KeepAliveTimeout", "500ms",
                        "MaxKeepAliveRequests", "0",
                        "SendBufferSize", "1024",
                        "ReceiveBufferSize", "2048");

        assertThat(precedence.timeoutMillis(17)).isEqualTo(3000);
        assertThat(precedence.keepAliveTimeoutMillis(18)).isEqualTo(500);
        assertThat(precedence.requestsPerConnection(19)).isZero();
        assertThat(precedence.sendBufferSize(20)).isEqualTo(1024);
        assertThat(precedence.receiveBufferSize(21)).isEqualTo(2048);
        assertThat(precedence.yields("connectionTimeout", 17, Directive.TIMEOUT))
                .hasToString(
                        "Optional[connectionTimeout=17 (attribute): yields to Timeout 3 (test)]");
    }

    @ParameterizedTest
    @CsvSource({"Off, 1", "On, 19"})
    void keepAliveOffIsOneRequest(String keepAlive, int requests) throws ConfigurationException {
        assertThat(of("KeepAlive", keepAlive).requestsPerConnection(19)).isEqualTo(requests);
    }

    @ParameterizedTest
    @EnumSource
    void preforkAloneDoesNotServeSeveralRequestsAtOnce(Model model) {
        assertThat(model.multiplexes()).isEqualTo(model != Model.PREFORK);
        assertThat(model.notServed(List.of())).isEmpty();
        assertThat(model.notServed(List.of("h2", "h2c")))
                .isEqualTo(
                        model.multiplexes()
                                ? Optional.empty()
                                : Optional.of(
                                        "prefork serves HTTP/1.1 only, not h2, h2c: a child has one"
                                                + " thread, and the requests of such a connection"
                                                + " come at once. Allowed with it: worker, event"));
    }
}

package org.servletmpm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.connection.Connection;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Incompatible;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import org.servletmpm.waiting.TestHandler;
import org.servletmpm.waiting.TestHost;

class PinningPolicyTest {

    private final List<String> warnings = new ArrayList<>();
    private final PinningPolicy policy = new PinningPolicy(warnings::add);

    /** It is not connected: pinning it is all that is done. */
    private static TestHandler handler() {
        return TestHandler.on(null, new TestHost(() -> 1));
    }

    private static Connection connection() {
        return handler().connection();
    }

    private static Directives naming(Model model, String classesAndPatterns)
            throws ConfigurationException {
        return Directives.builder()
                .model(model)
                .set("EventIncompatible", classesAndPatterns, Origin.of("test"))
                .build();
    }

    @Test
    void pinsNothingBeforeItIsConfigured() {
        assertThat(policy.pins()).isFalse();
        assertThat(policy.mayPin(connection())).isFalse();
        assertThat(policy.named()).isEqualTo(Incompatible.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void pinsInEventOnly(Model model) throws ConfigurationException {
        policy.configure(naming(model, "a.Filter /old/*"));

        assertThat(policy.pins()).isEqualTo(model == Model.EVENT);
        assertThat(policy.mayPin(connection())).isEqualTo(model == Model.EVENT);
        assertThat(policy.named().toString())
                .isEqualTo(model == Model.EVENT ? "a.Filter /old/*" : "");
    }

    @Test
    void pinsAConnectionOnce() throws ConfigurationException {
        policy.configure(naming(Model.EVENT, "/old/*"));
        Connection connection = connection();
        policy.pin(connection, "/old/*");

        assertThat(connection.pinnedBy()).isEqualTo("/old/*");
        assertThat(policy.mayPin(connection)).isFalse();
        assertThat(warnings).isEmpty();
    }

    @Test
    void warnsOnceOfRequestsThatComeAtOnce() {
        policy.pin(handler().multiplexed().connection(), "a.Filter");
        policy.pin(handler().multiplexed().connection(), "a.Filter");

        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("a.Filter needs one thread for each connection")
                .endsWith("Serve it over HTTP/1.1");
    }
}

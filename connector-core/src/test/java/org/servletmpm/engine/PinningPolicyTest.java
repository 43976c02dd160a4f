package org.servletmpm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.connection.ConnectionInfo;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Incompatible;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;

class PinningPolicyTest {

    private final List<String> warnings = new ArrayList<>();
    private final PinningPolicy policy = new PinningPolicy(warnings::add);

    private static final class OneConnection implements ConnectionInfo {
        private String pinnedBy;

        @Override
        public long id() {
            return 1;
        }

        @Override
        public int requests() {
            return 1;
        }

        @Override
        public void pin(String by) {
            pinnedBy = pinnedBy == null ? by : pinnedBy;
        }

        @Override
        public String pinnedBy() {
            return pinnedBy;
        }
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
        assertThat(policy.mayPin(new OneConnection())).isFalse();
        assertThat(policy.named()).isEqualTo(Incompatible.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void pinsInEventOnly(Model model) throws ConfigurationException {
        policy.configure(naming(model, "a.Filter /old/*"));

        assertThat(policy.pins()).isEqualTo(model == Model.EVENT);
        assertThat(policy.mayPin(new OneConnection())).isEqualTo(model == Model.EVENT);
        assertThat(policy.named().toString())
                .isEqualTo(model == Model.EVENT ? "a.Filter /old/*" : "");
    }

    @Test
    void pinsAConnectionOnce() throws ConfigurationException {
        policy.configure(naming(Model.EVENT, "/old/*"));
        OneConnection connection = new OneConnection();
        policy.pin(connection, "/old/*", false);

        assertThat(connection.pinnedBy()).isEqualTo("/old/*");
        assertThat(policy.mayPin(connection)).isFalse();
        assertThat(warnings).isEmpty();
    }

    @Test
    void warnsOnceOfRequestsThatComeAtOnce() {
        policy.pin(new OneConnection(), "a.Filter", true);
        policy.pin(new OneConnection(), "a.Filter", true);

        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("a.Filter needs one thread for each connection")
                .endsWith("Serve it over HTTP/1.1");
    }
}

package org.servletmpm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Origin;

@Timeout(30)
class ConnectorEngineTest {

    private final ConnectorEngine engine = new ConnectorEngine();

    private static final class NoSocket implements EngineHost {
        @Override
        public String scheme() {
            return "";
        }

        @Override
        public String serverInfo() {
            return "test/1";
        }

        @Override
        public void closeSocket() {}

        @Override
        public void reconfigured(Directives directives) {}
    }

    private static Engine made(Directives.Builder directives) throws Exception {
        return Engine.ofThreads(directives.build(), new NoSocket(), "mpm-test");
    }

    private void answersForAConnectorThatDoesNotRun() {
        engine.accept(true);
        engine.accept(false);
        engine.applicationStopped("context /a");
        engine.stop();
        assertThat(engine.current()).isNull();
        assertThat(engine.announceStop()).isCompleted();
        assertThat(engine.drained()).isCompleted();
        assertThatIllegalStateException()
                .isThrownBy(engine::running)
                .withMessage("the connector has not been started");
    }

    @Test
    void answersBeforeTheStart() {
        answersForAConnectorThatDoesNotRun();
    }

    @Test
    void holdsTheEngineFromStartToStop() throws Exception {
        Engine made = made(Directives.builder());
        engine.start(made);
        assertThat(engine.running()).isSameAs(made);
        engine.accept(false);
        assertThat(made.isPaused()).isTrue();
        engine.accept(true);
        assertThat(made.isPaused()).isFalse();

        engine.stop();
        assertThat(engine.current()).as("until it is forgotten").isSameAs(made);
        assertThat(engine.drained()).isCompleted();
        engine.forget();
        answersForAConnectorThatDoesNotRun();
    }

    @Test
    void forgetsAnEngineThatCannotBeStarted(@TempDir Path directory) throws Exception {
        String file = directory.resolve("none").resolve("pid").toString();
        Engine made = made(Directives.builder().set("PidFile", file, Origin.of("test")));

        assertThatIOException().isThrownBy(() -> engine.start(made));
        answersForAConnectorThatDoesNotRun();
    }
}

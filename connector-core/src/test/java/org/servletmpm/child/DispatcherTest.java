package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.Scoreboard;

/** Two connectors of one application, which each have their own threads. */
@Timeout(30)
class DispatcherTest {

    private final List<Family> families = new ArrayList<>();

    private Family family(String name, Model model) throws Exception {
        Directives directives = Directives.builder().model(model).build();
        Family family =
                new Family(
                        name,
                        directives,
                        new EchoAdapter(),
                        null,
                        () -> {},
                        new Unheard(),
                        new Journal(System.getLogger(name), System::nanoTime));
        families.add(family);
        Scoreboard scoreboard = Scoreboard.create(model, 1, directives.threadsPerChild(), 0);
        family.start(scoreboard.claim(0, 1, 1), directives);
        return family;
    }

    @AfterEach
    void end() throws Exception {
        for (Family family : families) {
            family.end(5000);
        }
    }

    /** Such as a request of one connector's that completes an asynchronous one of the other's. */
    @ParameterizedTest
    @EnumSource(Model.class)
    void whatAWorkerGivesToAnotherConnectorRunsThere(Model model) throws Exception {
        Family own = family("own", Model.EVENT);
        Family others = family("others", model);
        CompletableFuture<String> from = new CompletableFuture<>();
        CompletableFuture<String> to = new CompletableFuture<>();
        own.executor()
                .execute(
                        () -> {
                            from.complete(Thread.currentThread().getName());
                            others.executor()
                                    .execute(() -> to.complete(Thread.currentThread().getName()));
                        });
        assertThat(from.get(5, TimeUnit.SECONDS)).startsWith("own-0.1-worker-");
        assertThat(to.get(5, TimeUnit.SECONDS)).startsWith("others-0.1-");
    }
}

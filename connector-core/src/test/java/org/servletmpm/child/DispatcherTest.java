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
import org.servletmpm.contract.EchoAdapter;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.Scoreboard;

/** Two connectors of one application, which each have their own threads. */
@Timeout(30)
class DispatcherTest {

    private final List<ChildGroup> groups = new ArrayList<>();

    private ChildGroup group(String name, Model model) throws Exception {
        Directives directives = Directives.builder().model(model).build();
        ChildGroup group =
                new ChildGroup(
                        name,
                        directives,
                        new Endpoint(null, () -> {}, new EchoAdapter()),
                        new IgnoredChildEvents(),
                        new RateLimitedLogger(System.getLogger(name), System::nanoTime));
        groups.add(group);
        Scoreboard scoreboard = Scoreboard.create(model, 1, directives.threadsPerChild(), 0);
        group.start(scoreboard.claim(0, 1, 1), directives);
        return group;
    }

    @AfterEach
    void end() throws Exception {
        for (ChildGroup group : groups) {
            group.end(5000);
        }
    }

    /** Such as a request of one connector's that completes an asynchronous one of the other's. */
    @ParameterizedTest
    @EnumSource(Model.class)
    void whatAWorkerGivesToAnotherConnectorRunsThere(Model model) throws Exception {
        ChildGroup own = group("own", Model.EVENT);
        ChildGroup others = group("others", model);
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

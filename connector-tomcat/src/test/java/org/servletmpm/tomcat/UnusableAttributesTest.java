package org.servletmpm.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.adapters.CapturedLog;
import org.servletmpm.tomcat.StockAttribute.Verdict;

/** What can have no effect is named, once; what would break a promise is refused. */
class UnusableAttributesTest {

    private static final String INSTEAD = "MaxRequestWorkers and ThreadsPerChild say how many";

    @TempDir Path base;

    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void oneWarningNamesAllThatIsWithoutEffectAndWhy() throws Exception {
        List<StockAttribute> written =
                StockAttributes.all().stream()
                        .filter(attribute -> attribute.verdict() == Verdict.NO_EFFECT)
                        .toList();
        String[] attributes = written.stream().map(a -> a.name() + "=1").toArray(String[]::new);
        EmbeddedTomcat.with(base, attributes).close();

        List<String> warnings = log.containing("without effect");
        assertThat(warnings).hasSize(1);
        assertThat(written)
                .isNotEmpty()
                .allSatisfy(
                        each ->
                                assertThat(warnings.get(0))
                                        .contains(each.name() + " (" + each.remark() + ")"));
    }

    @Test
    void anUnknownAttributeThatIsNearlyAKnownOneIsNamedWithIt() throws Exception {
        new EmbeddedTomcat(
                        base,
                        connector -> {
                            connector.setProperty("treadsPerChild", "5");
                            connector.setProperty("conectionTimeout", "5");
                            connector.setProperty("colour", "blue");
                        })
                .close();

        assertThat(log.containing("without effect"))
                .singleElement()
                .asString()
                .endsWith(
                        ": conectionTimeout (unknown, did you mean connectionTimeout?);"
                                + " treadsPerChild (unknown, did you mean threadsPerChild?)");
    }

    @Test
    void whatNobodyWroteIsNotWarnedAbout() throws Exception {
        EmbeddedTomcat.with(base, "useVirtualThreads=false").close();
        assertThat(log.containing("WARN")).isEmpty();
    }

    /** It is no other model, and no other than the one that was meant. */
    @Test
    void aModelThatIsNoneIsRefusedTogetherWithAllOtherErrors() {
        assertThatThrownBy(() -> EmbeddedTomcat.with(base, "mpm=evnt", "threadsPerChild=many"))
                .rootCause()
                .hasMessageStartingWith(
                        "mpm=evnt (attribute): must be prefork, worker or event\n"
                                + "threadsPerChild=many (attribute): ");
    }

    @Test
    void anExecutorIsRefusedTogetherWithAllOtherErrors() {
        Executor pool = Runnable::run;
        assertThatThrownBy(
                        () ->
                                new EmbeddedTomcat(
                                        base,
                                        connector -> {
                                            connector.getProtocolHandler().setExecutor(pool);
                                            EmbeddedTomcat.write(
                                                    connector,
                                                    "useVirtualThreads=true",
                                                    "threadsPerChild=many");
                                        }))
                .rootCause()
                .hasMessageContaining("executor=")
                .hasMessageContaining(pool.getClass().getName())
                .hasMessageContaining(INSTEAD)
                .hasMessageContaining("useVirtualThreads=true (attribute): must be false")
                .hasMessageContaining("threadsPerChild=many");
    }

    @Test
    void anExecutorThatIsTakenBackIsForgotten() throws Exception {
        try (var tomcat =
                new EmbeddedTomcat(
                        base,
                        connector -> {
                            connector.getProtocolHandler().setExecutor(Runnable::run);
                            connector.getProtocolHandler().setExecutor(null);
                        })) {
            assertThat(tomcat.connector().getLocalPort()).isPositive();
        }
    }

    /** As Spring Boot does it for {@code spring.threads.virtual.enabled}. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsAreRefused() {
        assertThatThrownBy(
                        () ->
                                new EmbeddedTomcat(
                                        base,
                                        connector ->
                                                connector
                                                        .getProtocolHandler()
                                                        .setExecutor(
                                                                new VirtualThreadExecutor(
                                                                        "tomcat-handler-"))))
                .rootCause()
                .hasMessageContaining("VirtualThreadExecutor (attribute): must be none")
                .hasMessageContaining(INSTEAD);
    }
}

package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.servletmpm.it.embedded.EmbeddedTomcat.BEANS;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.valves.SemaphoreValve;
import org.apache.catalina.valves.StuckThreadDetectionValve;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.adapters.CapturedLog;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * Valves that watch or hold the thread of a request do with our threads what they do with Tomcat's.
 */
class TomcatValvesTest {

    private static final List<String> OURS = List.of("prefork", "worker", "event");
    private static final List<String> CONNECTORS = List.of("prefork", "worker", "event", "stock");

    @TempDir private Path base;

    private final BlockingServlet gate = new BlockingServlet();
    private EmbeddedTomcat tomcat;

    @AfterEach
    void close() throws Exception {
        gate.open();
        tomcat.close();
    }

    /** Four connectors with a thread each: who is stuck is who serves afterwards. */
    @Test
    void aStuckThreadIsReportedAndInterruptedAndServesAgain() throws Exception {
        StuckThreadDetectionValve valve = new StuckThreadDetectionValve();
        valve.setThreshold(1);
        valve.setInterruptThreadThreshold(1);
        tomcat = new EmbeddedTomcat(base).serve("/gate", gate);
        // The rest of the request must not be interrupted once more by Tomcat's own round.
        tomcat.tomcat().getEngine().setBackgroundProcessorDelay(-1);
        tomcat.context().getPipeline().addValve(valve);
        Map<String, Connector> connectors = new LinkedHashMap<>();
        for (String model : CONNECTORS) {
            connectors.put(model, tomcat.add(model, "maxThreads", "1"));
        }
        tomcat.start();
        Map<String, RawConnection> stuck = new LinkedHashMap<>();
        try {
            for (String model : CONNECTORS) {
                RawConnection client = EmbeddedTomcat.connect(connectors.get(model));
                stuck.put(model, client.request("/gate"));
            }
            gate.awaitHeld(CONNECTORS.size());
            long began = System.nanoTime();
            await().until(() -> System.nanoTime() - began > 1_100_000_000);
            Set<String> names = reports(valve);
            for (String model : OURS) {
                assertThat(names)
                        .as(model)
                        .contains("mpm-" + connectors.get(model).getLocalPort() + "-0.0-worker-0");
            }
            for (String model : CONNECTORS) {
                assertThat(stuck.get(model).isAnswered()).as(model).isTrue();
                assertThat(stuck.get(model).read().status()).as(model).isEqualTo(409);
            }
            gate.open();
            for (String model : CONNECTORS) {
                Response after = stuck.get(model).get("/gate");
                assertThat(after.status()).as(model).isEqualTo(200);
                assertThat(names).as("%s: the same thread", model).contains(after.text());
            }
            valve.backgroundProcess();
            assertThat(valve.getStuckThreadCount()).isZero();
            assertThat(valve.getInterruptedThreadsCount()).isEqualTo(CONNECTORS.size());
        } finally {
            for (RawConnection client : stuck.values()) {
                client.close();
            }
        }
    }

    /** The threads that the log tells of when the valve looks once. */
    private static Set<String> reports(StuckThreadDetectionValve valve) {
        try (CapturedLog warnings = new CapturedLog("", Level.WARNING)) {
            valve.backgroundProcess();
            return warnings.lines().stream()
                    .map(line -> line.replaceAll("(?s).*Thread \\[([^]]+)].*", "$1"))
                    .collect(Collectors.toSet());
        }
    }

    /** Who waits for a permit keeps its thread, as with the stock connector. */
    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event", "stock"})
    void aSemaphoreValveLimitsConcurrentRequests(String model) throws Exception {
        SemaphoreValve valve = new SemaphoreValve();
        valve.setConcurrency(2);
        tomcat = new EmbeddedTomcat(base).serve("/gate", gate);
        tomcat.context().getPipeline().addValve(valve);
        Connector connector = tomcat.addWithFourThreads(model);
        tomcat.start();
        List<RawConnection> clients = new ArrayList<>();
        try {
            for (int n = 0; n < 5; n++) {
                clients.add(
                        EmbeddedTomcat.connect(connector).request("/gate", "Connection: close"));
            }
            gate.awaitHeld(2);
            await().untilAsserted(
                            () ->
                                    assertThat(
                                                    BEANS.getAttribute(
                                                            tomcat.bean("ThreadPool"),
                                                            "currentThreadsBusy"))
                                            .as(model)
                                            .isEqualTo(4));
            assertThat(gate.hasMore()).as("%s: a third has passed the valve", model).isFalse();
            for (int n = 2; n < 5; n++) {
                gate.letThrough(1);
                gate.awaitHeld(1);
                assertThat(gate.hasMore()).as("%s: one for one", model).isFalse();
            }
            gate.letThrough(2);
            for (RawConnection client : clients) {
                assertThat(client.read().status()).as(model).isEqualTo(200);
            }
        } finally {
            for (RawConnection client : clients) {
                client.close();
            }
        }
    }
}

package org.servletmpm.it.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.LowResourceMonitor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.jetty.MpmServerConnector;

/** Jetty's monitor of what a server runs out of. */
class LowResourcesTest {

    private final Semaphore passage = new Semaphore(0);

    private TestJetty held(ConnectorKind over) {
        return new TestJetty(
                over,
                AnsweringHandler.by(
                        (q, r, c) -> {
                            passage.acquire();
                            Content.Sink.write(r, true, "hello", c);
                        }));
    }

    private static LowResourceMonitor monitor(TestJetty jetty) {
        LowResourceMonitor monitor = new LowResourceMonitor(jetty.server());
        monitor.setPeriod(50);
        jetty.server().addBean(monitor);
        return monitor;
    }

    @ParameterizedTest
    @EnumSource
    void monitoredResourcesMayChangeWhileTheServerRuns(ConnectorKind over) throws Exception {
        try (TestJetty jetty = held(over)) {
            LowResourceMonitor monitor = monitor(jetty);
            jetty.start();
            monitor.setMonitorThreads(true);
            monitor.setMaxMemory(1);
            await().untilAsserted(
                            () ->
                                    assertThat(monitor.getReasons())
                                            .as("%s", over)
                                            .startsWith("Max memory exceeded"));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STOCK")
    void aShortageOfWorkersIsReported(ConnectorKind over) throws Exception {
        try (TestJetty jetty = held(over)) {
            MpmServerConnector connector = (MpmServerConnector) jetty.connector();
            connector.setStartServers(over == ConnectorKind.PREFORK ? 2 : 1);
            connector.setThreadsPerChild(2);
            connector.setMaxRequestWorkers(2);
            LowResourceMonitor monitor = monitor(jetty);
            monitor.setMonitoredConnectors(List.of(connector));
            monitor.setMonitorThreads(true);
            jetty.start();
            List<RawConnection> clients = new ArrayList<>();
            for (int n = 1; n <= 2; n++) {
                assertThat(monitor.isLowOnResources()).as("%s", over).isFalse();
                clients.add(jetty.open().request("/", "Connection: close"));
                int waiting = n;
                await().until(() -> passage.getQueueLength() == waiting);
            }
            await().untilAsserted(
                            () -> assertThat(monitor.isLowOnResources()).as("%s", over).isTrue());
            passage.release(2);
            for (RawConnection client : clients) {
                assertThat(client.read().status()).as("%s", over).isEqualTo(200);
                client.close();
            }
            await().untilAsserted(
                            () -> assertThat(monitor.isLowOnResources()).as("%s", over).isFalse());
        }
    }
}

package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Boot's graceful shutdown waits for responses that no thread works for any more, because their
 * clients take them slowly.
 */
class DrainingStopTest {

    private static final int SIZE = 1_000_000;
    private static final int RECEIVED_AHEAD = 16_384;

    /** A response that fits what a connection may keep. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Big {

        @GetMapping("/big")
        byte[] big() {
            return new byte[SIZE];
        }
    }

    private static BootServer start(Container container, String patience) {
        return BootServer.start(
                container,
                Big.class,
                "mpm.model=event",
                "mpm.send-buffer-size=64KB",
                "server.shutdown=graceful",
                "spring.lifecycle.timeout-per-shutdown-phase=" + patience);
    }

    /** Asks, and reads nothing: the worker has gone, and most of the response is unsent. */
    private static RawConnection ask(BootServer server) throws Exception {
        RawConnection client = RawConnection.open(server.port(), false, RECEIVED_AHEAD);
        client.request("/big");
        await().until(
                        () ->
                                server.attribute("ConnsAsyncWriting").equals(1)
                                        && server.attribute("BusyWorkers").equals(0));
        return client;
    }

    @ParameterizedTest
    @EnumSource
    void theSlowReaderHasAllOfItsResponse(Container container) throws Exception {
        BootServer server = start(container, "20s");
        try (RawConnection client = ask(server)) {
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
            await().until(() -> server.attribute("Draining").equals(true));

            assertThat(client.read().body()).hasSize(SIZE);
            client.awaitEnd();
            stopped.get(10, TimeUnit.SECONDS);
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoTakesNothingIsWaitedForNoLongerThanTheTimeout(Container container) throws Exception {
        BootServer server = start(container, "1s");
        try (RawConnection client = ask(server)) {
            long began = System.nanoTime();
            server.close();

            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(8));
            client.awaitEnd();
        } finally {
            server.close();
        }
    }
}

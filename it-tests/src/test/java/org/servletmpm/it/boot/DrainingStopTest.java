package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Boot's graceful shutdown waits for responses that no thread works for any more, because their
 * clients take them slowly.
 */
class DrainingStopTest {

    private static final int SIZE = 1_000_000;
    private static final int RECEIVED_AHEAD = 16_384;

    /** How long a client pauses: Jetty's own patience in a shutdown is a second. */
    private static final long IDLE_MILLIS = 1200;

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
        try {
            CompletableFuture<Void> stopped;
            try (RawConnection client = ask(server)) {
                stopped = CompletableFuture.runAsync(server::close);
                await().until(() -> server.attribute("Draining").equals(true));

                assertThat(client.read().body()).hasSize(SIZE);
            }
            stopped.get(10, TimeUnit.SECONDS);
        } finally {
            server.close();
        }
    }

    /** Of the application, which would stop before the web server does. */
    @ParameterizedTest
    @EnumSource
    void nothingStopsBeforeTheDelayIsOver(Container container) throws Exception {
        BootServer server =
                BootServer.start(
                        container,
                        Big.class,
                        "mpm.model=event",
                        "mpm.graceful-shutdown-delay=1s",
                        "server.shutdown=graceful");
        ApplicationAvailability availability =
                server.context().getBean(ApplicationAvailability.class);
        try {
            long began;
            CompletableFuture<Void> stopped;
            try (RawConnection kept = RawConnection.open(server.port(), false);
                    RawConnection another = RawConnection.open(server.port(), false)) {
                assertThat(kept.get("/big").closes()).isFalse();
                began = System.nanoTime();
                stopped = CompletableFuture.runAsync(server::close);
                await().until(
                                () ->
                                        availability.getReadinessState()
                                                == ReadinessState.REFUSING_TRAFFIC);
                assertThat(server.context().isRunning()).isTrue();
                await().untilAsserted(() -> assertThat(kept.get("/big").closes()).isTrue());
                assertThat(another.get("/big").body()).hasSize(SIZE);
                try (RawConnection late = RawConnection.open(server.port(), false)) {
                    assertThat(late.get("/big").closes()).isTrue();
                }
            }
            stopped.get(20, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeptConnectionIsAnsweredOnceMore(Container container) throws Exception {
        BootServer server = start(container, "20s");
        try {
            CompletableFuture<Void> stopped;
            try (RawConnection kept = RawConnection.open(server.port(), false)) {
                assertThat(kept.get("/big").closes()).isFalse();
                stopped = CompletableFuture.runAsync(server::close);
                await().until(() -> server.attribute("Draining").equals(true));
                TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);

                Response last = kept.get("/big");

                assertThat(last.body()).hasSize(SIZE);
                assertThat(last.closes()).isTrue();
            }
            stopped.get(20, TimeUnit.SECONDS);
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatTakesNothingIsWaitedForNoLongerThanTheTimeout(Container container)
            throws Exception {
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

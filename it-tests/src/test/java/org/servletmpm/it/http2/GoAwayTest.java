package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.RetryableStreamException;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.servletmpm.it.client.RawConnection;

/** A connection of many streams ends with GOAWAY and loses none of them. */
class GoAwayTest {

    private static final int NO_ERROR = 0;

    /** Longer than Jetty's own haste in a shutdown, which is a second. */
    private static final int LONG_MILLIS = 1300;

    @TempDir static Path directory;

    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void aStopLetsStreamsFinishAndSaysGoAway(Http2Cell cell) throws Exception {
        try (Http2Server server =
                        Http2Server.clear(directory, cell)
                                .set("gracefulShutdownTimeout", "10")
                                .start();
                Http2Connection connection = Http2Connection.to(server)) {
            Http2Stream sleeping = connection.get("/sleep?ms=" + LONG_MILLIS);
            Http2Stream waiting = connection.get("/async?ms=" + LONG_MILLIS);
            Http2Stream unread = connection.getThirstless("/big");
            unread.awaitHeaders();
            CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> drainAndStop(server));
            assertThat(told(connection).getError()).isEqualTo(NO_ERROR);
            assertThat(sleeping.answer().status()).isEqualTo(200);
            assertThat(waiting.answer().text()).isEqualTo("async complete\n");
            unread.drink();
            assertThat(unread.answer().length()).isEqualTo(1 << 20);
            assertThat(
                            connection
                                    .end
                                    .get(Http2Connection.PATIENCE_SECONDS, TimeUnit.SECONDS)
                                    .getLastStreamId())
                    .as("the last stream that was taken")
                    .isEqualTo(5);
            stop.get(Http2Connection.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void aStopDoesNotWaitForIdleConnections(Http2Cell cell) throws Exception {
        try (Http2Server server =
                        Http2Server.clear(directory, cell)
                                .set("gracefulShutdownTimeout", "10")
                                .start();
                Http2Connection used = Http2Connection.to(server);
                Http2Connection unused = Http2Connection.to(server)) {
            assertThat(used.get("/hello").answer().status()).isEqualTo(200);
            long began = System.nanoTime();
            server.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(8));
            told(used);
            told(unused);
            used.end.get(Http2Connection.PATIENCE_SECONDS, TimeUnit.SECONDS);
            unused.end.get(Http2Connection.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** In event a sibling takes it over; in worker nobody can, and the client is told to go. */
    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void aChildThatLeavesFinishesItsStreams(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).start();
                Http2Connection connection = Http2Connection.to(server)) {
            Http2Stream held = connection.open("POST", "/upload", false);
            Http2Stream waiting = connection.get("/async?ms=400");
            assertThat(connection.get("/hello").answer().status())
                    .as("the server knows of both")
                    .isEqualTo(200);
            server.graceful();
            Http2Server.patiently("new child").until(() -> server.figures().getGeneration() == 1);
            held.send(new byte[1], true);
            assertThat(held.answer().status()).isEqualTo(200);
            assertThat(waiting.answer().text()).isEqualTo("async complete\n");
            if (cell.isWorker()) {
                assertThat(told(connection).getError()).isEqualTo(NO_ERROR);
                connection.end.get(Http2Connection.PATIENCE_SECONDS, TimeUnit.SECONDS);
            } else {
                assertThat(connection.get("/hello").answer().status()).isEqualTo(200);
                assertThat(connection.goAway).isNotDone();
            }
            Http2Server.patiently("the old child is gone")
                    .untilAsserted(() -> assertThat(server.threads("-0.0-")).isEmpty());
            try (RawConnection client = server.raw()) {
                assertThat(client.get("/hello").status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void aRecycledChildFinishesItsStreams(Http2Cell cell) throws Exception {
        try (Http2Server server =
                        Http2Server.clear(directory, cell)
                                .set("maxConnectionsPerChild", "2")
                                .start();
                Http2Connection connection = Http2Connection.to(server)) {
            Http2Stream held = connection.open("POST", "/upload", false);
            assertThat(connection.get("/hello").answer().status())
                    .as("the server knows of it")
                    .isEqualTo(200);
            try (Http2Connection last = Http2Connection.to(server)) {
                assertServed(server, last, cell);
                held.send(new byte[1], true);
                assertThat(held.answer().status()).isEqualTo(200);
                if (cell.isWorker()) {
                    told(last);
                    told(connection);
                } else {
                    assertThat(last.get("/hello").answer().status()).isEqualTo(200);
                    assertThat(connection.get("/hello").answer().status()).isEqualTo(200);
                }
            }
        }
    }

    /**
     * In worker the connection that wears its child out is told to go; when that is on its way
     * before the first stream, the client knows that nobody has seen that, and asks elsewhere; or
     * the connection has ended before it could ask.
     */
    private static void assertServed(Http2Server server, Http2Connection connection, Http2Cell cell)
            throws Exception {
        try {
            assertThat(connection.get("/hello").answer().status()).isEqualTo(200);
        } catch (ExecutionException e) {
            assertThat(cell.isWorker()).isTrue();
            if (!(e.getCause() instanceof RetryableStreamException)) {
                assertThat(e).hasMessageContaining("session closed");
            }
            try (Http2Connection again = Http2Connection.to(server)) {
                assertThat(again.get("/hello").answer().status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(Http2Cell.EVERY)
    void anIdleConnectionGetsGoAwayAfterTheKeepAliveTimeout(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).idleAfter(300).start();
                Http2Connection connection = Http2Connection.to(server)) {
            assertThat(connection.get("/sleep?ms=500").answer().status())
                    .as("longer than a connection may idle")
                    .isEqualTo(200);
            assertThat(told(connection).getError()).isEqualTo(NO_ERROR);
            connection.end.get(Http2Connection.PATIENCE_SECONDS, TimeUnit.SECONDS);
            Http2Server.patiently("counts")
                    .untilAsserted(
                            () -> {
                                assertThat(server.figures().getConnsTotal()).isZero();
                                assertThat(server.figures().getBusyWorkers()).isZero();
                            });
        }
    }

    /** A thread that has found no stream may set that time while another one begins a stream. */
    @ParameterizedTest
    @EnumSource(names = "TOMCAT_.*", mode = EnumSource.Mode.MATCH_ALL)
    void aKeepAliveTimeoutThatComesTooLateEndsNoStream(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).start();
                Http2Connection connection = Http2Connection.to(server)) {
            Http2Stream held = connection.open("POST", "/upload", false);
            Http2Server.patiently("the stream has begun").until(() -> server.letters('W') > 0);
            ((Http2Tomcat) server).idlesFor(20);
            Http2Server.patiently("longer than that nobody ends the connection")
                    .during(200, TimeUnit.MILLISECONDS)
                    .until(() -> !connection.end.isDone());
            held.send(new byte[1], true);
            assertThat(held.answer().status()).isEqualTo(200);
            assertThat(connection.goAway).isNotDone();
        }
    }

    /** Event, with as many connections as may be: one with a stream stays, however old. */
    @ParameterizedTest
    @EnumSource(names = {"TOMCAT_EVENT", "JETTY_EVENT"})
    void anIdleConnectionIsEvictedForAWaitingOne(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).atMost(2).start();
                Http2Connection busy = Http2Connection.to(server);
                Http2Connection idle = Http2Connection.to(server)) {
            Http2Stream held = busy.open("POST", "/upload", false);
            assertThat(idle.get("/hello").answer().status()).isEqualTo(200);
            try (RawConnection late = server.raw()) {
                assertThat(late.get("/hello").status()).isEqualTo(200);
                assertThat(told(idle).getError()).isEqualTo(NO_ERROR);
                held.send(new byte[1], true);
                assertThat(held.answer().status()).isEqualTo(200);
                assertThat(busy.goAway).isNotDone();
                assertThat(server.figures().getConnsEvicted()).isEqualTo(1);
            }
        }
    }

    private static GoAwayFrame told(Http2Connection connection) throws Exception {
        return connection.goAway.get(Http2Connection.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void drainAndStop(Http2Server server) {
        try {
            server.drain();
            server.stop();
        } catch (Exception e) {
            throw new AssertionError("does not stop", e);
        }
    }
}

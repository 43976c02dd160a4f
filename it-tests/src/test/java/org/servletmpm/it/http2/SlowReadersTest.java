package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Status;

/** Streams that wait for a window: whom they hold up, for how long, and what comes after. */
class SlowReadersTest {

    private static final int SIZE = 1 << 20;
    private static final String HASH = Http2Stream.patternHash(SIZE);

    @TempDir static Path directory;

    /** Also while all workers wait for two who do not read. */
    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void pingsAreAnsweredAndNothingIsLostWhileEveryWorkerWaits(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.overTls(directory, cell).start();
                Http2Connection slow = Http2Connection.to(server);
                Http2Connection other = Http2Connection.to(server)) {
            List<Http2Stream> unread = new ArrayList<>();
            for (Http2Connection each : List.of(slow, other)) {
                List<Http2Stream> own =
                        Stream.generate(() -> thirstless(each)).limit(Http2Server.WORKERS).toList();
                for (Http2Stream first : own.subList(0, Http2Server.WORKERS / 2)) {
                    assertThat(first.awaitHeaders()).isEqualTo(200);
                }
                unread.addAll(own);
            }
            slow.ping();
            unread.forEach(Http2Stream::drink);
            for (Http2Stream each : unread) {
                assertThat(each.answer().sha256()).isEqualTo(HASH);
            }
        }
    }

    /** A client opens more streams than there are workers, and takes no byte of an answer. */
    @ParameterizedTest
    @MethodSource(Http2Cell.EVERY)
    void oneConnectionLeavesWorkersToAllOthers(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).start();
                Http2Connection shut = Http2Connection.to(server, 0);
                Http2Connection other = Http2Connection.to(server);
                RawConnection older = server.raw()) {
            List<Http2Stream> unread =
                    Stream.generate(() -> thirstless(shut)).limit(2 * Http2Server.WORKERS).toList();
            for (Http2Stream each : unread.subList(0, Http2Server.WORKERS / 2)) {
                assertThat(each.awaitHeaders()).isEqualTo(200);
            }
            shut.ping();
            for (int n = 0; n < 3; n++) {
                assertThat(other.get("/hello").answer().status()).isEqualTo(200);
                assertThat(older.get("/hello").status()).isEqualTo(200);
            }
            Http2Server.patiently("half of the workers, and not one more")
                    .until(
                            () -> busy(cell, server, older),
                            busy -> busy == Http2Server.WORKERS / 2);

            unread.forEach(Http2Stream::drink);
            window(shut, 1 << 20);
            for (Http2Stream each : unread) {
                assertThat(each.answer().sha256()).isEqualTo(HASH);
            }
            Http2Server.patiently("all are free, and counted")
                    .untilAsserted(
                            () -> {
                                assertThat(busy(cell, server, older)).isZero();
                                assertThat(server.figures().getConnsTotal()).isEqualTo(3);
                            });
        }
    }

    /** How many threads have a stream; asked on a connection that has none. */
    private static long busy(Http2Cell cell, Http2Server server, RawConnection asking)
            throws Exception {
        return cell.isWorker()
                ? Status.parse(asking.get("/server-status?auto").text()).number("BusyAuxiliaries")
                : server.letters('W');
    }

    /** A reverse proxy may open no more than one connection. */
    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void theShareGrowsWithTheWorkers(Http2Cell cell) throws Exception {
        assumeFalse(cell.isWorker(), "spare regulation sees no auxiliary threads");
        try (Http2Server server =
                        Http2Server.clear(directory, cell)
                                .set("threadsPerChild", "2")
                                .set("minSpareThreads", "3")
                                .set("maxSpareThreads", "8")
                                .set("maxRequestWorkers", "8")
                                .start();
                Http2Connection shut = Http2Connection.to(server, 0)) {
            List<Http2Stream> unread = Stream.generate(() -> thirstless(shut)).limit(4).toList();
            for (Http2Stream each : unread) {
                assertThat(each.awaitHeaders()).isEqualTo(200);
            }
            assertThat(server.letters('W')).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void aReadingClientIsAnsweredBesideANonReadingOne(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).start();
                Http2Connection slow = Http2Connection.to(server);
                Http2Connection quick = Http2Connection.to(server)) {
            Http2Stream unread = slow.getThirstless("/big");
            assertThat(unread.awaitHeaders()).isEqualTo(200);
            for (int n = 0; n < 20; n++) {
                assertThat(quick.get("/big").answer().sha256()).isEqualTo(HASH);
            }
            assertThat(slow.get("/hello").answer().status())
                    .as("another stream of the slow connection")
                    .isEqualTo(200);
            assertThat(unread.isAnswered()).isFalse();
            unread.drink();
            assertThat(unread.answer().sha256()).isEqualTo(HASH);
        }
    }

    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void aWindowThatNeverOpensFreesItsWorkerAfterTheWriteTimeout(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).stalledAfter(300).start();
                Http2Connection slow = Http2Connection.to(server)) {
            Http2Stream unread = slow.getThirstless("/big");
            assertThat(unread.awaitHeaders()).isEqualTo(200);
            Http2Server.patiently("a worker for the stream").until(() -> server.letters('W') == 1);
            Http2Server.patiently("the worker is free").until(() -> server.letters('W') == 0);
            int requests = 1;
            Http2Stream.Answer answer;
            do {
                // A busy machine may keep this client from reading for as long, too.
                answer = slow.get("/big").answer();
                requests++;
            } while (answer.reset() >= 0);
            assertThat(answer.sha256()).isEqualTo(HASH);
            int all = requests;
            Http2Server.patiently("all are counted")
                    .until(() -> server.figures().getTotalAccesses() == all);
        }
    }

    /** What was sent under the old window counts under the new one, which may leave less than 0. */
    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void theWindowOfStreamsUnderWayIsChanged(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).start();
                Http2Connection connection = Http2Connection.to(server, 1000)) {
            List<Http2Stream> streams = new ArrayList<>();
            for (int n = 0; n < 5; n++) {
                streams.add(connection.getThirstless("/big"));
            }
            awaitLengths(connection, streams, 1000);
            window(connection, 50_000);
            awaitLengths(connection, streams, 50_000);
            window(connection, 10);
            window(connection, 0);
            window(connection, 200_000);
            awaitLengths(connection, streams, 200_000);
            streams.forEach(Http2Stream::drink);
            for (Http2Stream each : streams) {
                assertThat(each.answer().sha256()).isEqualTo(HASH);
            }
        }
    }

    private static void window(Http2Connection connection, int bytes) throws Exception {
        connection.settings(Map.of(SettingsFrame.INITIAL_WINDOW_SIZE, bytes));
        connection.ping();
    }

    private static void awaitLengths(
            Http2Connection connection, List<Http2Stream> streams, long length) {
        for (Http2Stream each : streams) {
            Http2Server.patiently("as much as the window holds")
                    .until(() -> connection.received(each), came -> came == length);
        }
    }

    private static Http2Stream thirstless(Http2Connection connection) {
        try {
            return connection.getThirstless("/big");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

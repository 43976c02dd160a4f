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
    private static final String HASH = Exchange.patternHash(SIZE);

    @TempDir static Path directory;

    /** Also while all workers wait for two who do not read. */
    @ParameterizedTest
    @MethodSource(Way.USUAL)
    void pingIsAnsweredAndNothingIsLostWhileEveryWorkerWaits(Way way) throws Exception {
        try (Http2Server server = Http2Server.overTls(directory, way).start();
                Frames slow = Frames.to(server);
                Frames other = Frames.to(server)) {
            List<Exchange> unread = new ArrayList<>();
            for (Frames each : List.of(slow, other)) {
                List<Exchange> own =
                        Stream.generate(() -> thirstless(each)).limit(Http2Server.WORKERS).toList();
                for (Exchange first : own.subList(0, Http2Server.WORKERS / 2)) {
                    assertThat(first.awaitHeaders()).isEqualTo(200);
                }
                unread.addAll(own);
            }
            slow.ping();
            unread.forEach(Exchange::drink);
            for (Exchange each : unread) {
                assertThat(each.answer().sha256()).isEqualTo(HASH);
            }
        }
    }

    /** A client opens more streams than there are workers, and takes no byte of an answer. */
    @ParameterizedTest
    @MethodSource(Way.EVERY)
    void oneConnectionLeavesWorkersToAllOthers(Way way) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, way).start();
                Frames shut = Frames.to(server, 0);
                Frames other = Frames.to(server);
                RawConnection older = server.raw()) {
            List<Exchange> unread =
                    Stream.generate(() -> thirstless(shut)).limit(2 * Http2Server.WORKERS).toList();
            for (Exchange each : unread.subList(0, Http2Server.WORKERS / 2)) {
                assertThat(each.awaitHeaders()).isEqualTo(200);
            }
            shut.ping();
            for (int n = 0; n < 3; n++) {
                assertThat(other.get("/hello").answer().status()).isEqualTo(200);
                assertThat(older.get("/hello").status()).isEqualTo(200);
            }
            Http2Server.patiently("half of the workers, and not one more")
                    .until(() -> busy(way, server, older), busy -> busy == Http2Server.WORKERS / 2);

            unread.forEach(Exchange::drink);
            window(shut, 1 << 20);
            for (Exchange each : unread) {
                assertThat(each.answer().sha256()).isEqualTo(HASH);
            }
            Http2Server.patiently("all are free, and counted")
                    .untilAsserted(
                            () -> {
                                assertThat(busy(way, server, older)).isZero();
                                assertThat(server.figures().getConnsTotal()).isEqualTo(3);
                            });
        }
    }

    /** How many threads have a stream; asked on a connection that has none. */
    private static long busy(Way way, Http2Server server, RawConnection asking) throws Exception {
        return way.isWorker()
                ? Status.parse(asking.get("/server-status?auto").text()).number("BusyAuxiliaries")
                : server.letters('W');
    }

    /** A reverse proxy may open no more than one connection. */
    @ParameterizedTest
    @MethodSource(Way.USUAL)
    void theShareGrowsWithTheWorkers(Way way) throws Exception {
        assumeFalse(way.isWorker(), "spare regulation sees no auxiliary threads");
        try (Http2Server server =
                        Http2Server.clear(directory, way)
                                .set("threadsPerChild", "2")
                                .set("minSpareThreads", "3")
                                .set("maxSpareThreads", "8")
                                .set("maxRequestWorkers", "8")
                                .start();
                Frames shut = Frames.to(server, 0)) {
            List<Exchange> unread = Stream.generate(() -> thirstless(shut)).limit(4).toList();
            for (Exchange each : unread) {
                assertThat(each.awaitHeaders()).isEqualTo(200);
            }
            assertThat(server.letters('W')).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @MethodSource(Way.USUAL)
    void whoReadsIsAnsweredBesideWhoDoesNot(Way way) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, way).start();
                Frames slow = Frames.to(server);
                Frames quick = Frames.to(server)) {
            Exchange unread = slow.getThirstless("/big");
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
    @MethodSource(Way.USUAL)
    void aWindowThatNeverOpensFreesItsWorkerAfterTheWriteTimeout(Way way) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, way).stalledAfter(300).start();
                Frames slow = Frames.to(server)) {
            Exchange unread = slow.getThirstless("/big");
            assertThat(unread.awaitHeaders()).isEqualTo(200);
            Http2Server.patiently("a worker for the stream").until(() -> server.letters('W') == 1);
            Http2Server.patiently("the worker is free").until(() -> server.letters('W') == 0);
            assertThat(slow.get("/big").answer().sha256()).isEqualTo(HASH);
            Http2Server.patiently("both are counted")
                    .until(() -> server.figures().getTotalAccesses() == 2);
        }
    }

    /** What was sent under the old window counts under the new one, which may leave less than 0. */
    @ParameterizedTest
    @MethodSource(Way.USUAL)
    void theWindowOfStreamsUnderWayIsChanged(Way way) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, way).start();
                Frames frames = Frames.to(server, 1000)) {
            List<Exchange> exchanges = new ArrayList<>();
            for (int n = 0; n < 5; n++) {
                exchanges.add(frames.getThirstless("/big"));
            }
            awaitLengths(frames, exchanges, 1000);
            window(frames, 50_000);
            awaitLengths(frames, exchanges, 50_000);
            window(frames, 10);
            window(frames, 0);
            window(frames, 200_000);
            awaitLengths(frames, exchanges, 200_000);
            exchanges.forEach(Exchange::drink);
            for (Exchange each : exchanges) {
                assertThat(each.answer().sha256()).isEqualTo(HASH);
            }
        }
    }

    private static void window(Frames frames, int bytes) throws Exception {
        frames.settings(Map.of(SettingsFrame.INITIAL_WINDOW_SIZE, bytes));
        frames.ping();
    }

    private static void awaitLengths(Frames frames, List<Exchange> exchanges, long length) {
        for (Exchange each : exchanges) {
            Http2Server.patiently("as much as the window holds")
                    .until(() -> frames.received(each), came -> came == length);
        }
    }

    private static Exchange thirstless(Frames frames) {
        try {
            return frames.getThirstless("/big");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

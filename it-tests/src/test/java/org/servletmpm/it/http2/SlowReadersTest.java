package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that wait for a window: whom they hold up, for how long, and what comes after. */
class SlowReadersTest {

    private static final int SIZE = 1 << 20;
    private static final String HASH = Exchange.patternHash(SIZE);

    @TempDir static Path directory;

    /** Also while all workers wait for the one who does not read. */
    @ParameterizedTest
    @MethodSource(Way.USUAL)
    void pingIsAnsweredAndNothingIsLostWhileEveryWorkerWaits(Way way) throws Exception {
        try (Http2Server server = Http2Server.overTls(directory, way).start();
                Frames slow = Frames.to(server)) {
            List<Exchange> unread =
                    Stream.generate(() -> thirstless(slow)).limit(Http2Server.WORKERS + 5).toList();
            for (Exchange each : unread.subList(0, Http2Server.WORKERS)) {
                assertThat(each.awaitHeaders()).isEqualTo(200);
            }
            slow.ping();
            unread.forEach(Exchange::drink);
            for (Exchange each : unread) {
                assertThat(each.answer().sha256()).isEqualTo(HASH);
            }
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

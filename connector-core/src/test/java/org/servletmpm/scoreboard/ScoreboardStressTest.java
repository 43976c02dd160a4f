package org.servletmpm.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.directive.Model;

@Timeout(60)
class ScoreboardStressTest {
    private static final int SLOTS = 4;
    private static final int THREADS = 3;
    private static final int REQUESTS = 50_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void sumsAreExactAtTheEndAndNeverGoBackOnTheWay() throws Exception {
        Scoreboard scoreboard = Scoreboard.create(Model.EVENT, SLOTS, THREADS, 0);
        AtomicBoolean done = new AtomicBoolean();
        Future<Integer> reader = threads.submit(() -> readUntil(done, scoreboard));
        List<Future<?>> writers = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int slot = 0; slot < SLOTS; slot++) {
            ChildScore child = scoreboard.claim(slot, 1, 0);
            for (int thread = 0; thread < THREADS; thread++) {
                WorkerScore worker = child.worker(thread);
                writers.add(
                        threads.submit(
                                () -> {
                                    go.await();
                                    serve(child, worker);
                                    return null;
                                }));
            }
        }
        go.countDown();
        for (Future<?> writer : writers) {
            writer.get();
        }
        done.set(true);

        assertThat(reader.get()).isPositive();
        Snapshot end = scoreboard.snapshot();
        long requests = (long) SLOTS * THREADS * REQUESTS;
        assertThat(end.totalAccesses()).isEqualTo(requests);
        assertThat(end.totalBytes()).isEqualTo(7 * requests);
        assertThat(end.totalDurationMillis()).isEqualTo(requests * 1_000 / 1_000_000);
        assertThat(end.connsTotal()).isEqualTo(SLOTS * THREADS);
        assertThat(end.async()).isEqualTo(AsyncCounts.NONE);
        assertThat(end.idleWorkers()).isEqualTo(SLOTS * THREADS);
    }

    private static void serve(ChildScore child, WorkerScore worker) {
        child.connection(1);
        worker.connectionTaken(1);
        for (int request = 0; request < REQUESTS; request++) {
            worker.requestStarted(request);
            worker.status(WorkerStatus.WRITING);
            worker.requestFinished(request, 7, 1_000);
            worker.status(WorkerStatus.READY);
            child.async(AsyncState.KEEPALIVE, 1);
            child.async(AsyncState.KEEPALIVE, -1);
        }
    }

    private static int readUntil(AtomicBoolean done, Scoreboard scoreboard) {
        long accesses = 0;
        int snapshots = 0;
        while (!done.get()) {
            Snapshot snapshot = scoreboard.snapshot();
            assertThat(snapshot.totalAccesses()).isGreaterThanOrEqualTo(accesses);
            assertThat(snapshot.async().keepAlive()).isBetween(0, SLOTS * THREADS);
            accesses = snapshot.totalAccesses();
            snapshots++;
        }
        return snapshots;
    }

    /**
     * Threads go on counting for children that are gone. Every second child of the slot counts
     * nothing itself, so whatever is seen there came from a straggler.
     */
    @Test
    void threadsThatOutliveTheirChildLeaveAReusedSlotAlone() throws Exception {
        Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 1, 1, 0);
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<ChildScore> crowded = new AtomicReference<>(scoreboard.claim(0, 1, 0));
        Runnable straggling =
                () -> {
                    while (!done.get()) {
                        crowded.get().async(AsyncState.CLOSING, 1);
                    }
                };
        List<Future<?>> stragglers = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            stragglers.add(threads.submit(straggling));
        }
        for (int generation = 1; generation <= 12_000; generation += 2) {
            crowded.get().release();
            ChildScore quiet = scoreboard.claim(0, 1, generation);
            quiet.worker(0).requestFinished(generation, 1, 0);
            for (int look = 0; look < 10; look++) {
                ChildSnapshot seen = scoreboard.snapshot().children().get(0);
                assertThat(seen.generation()).isEqualTo(generation);
                assertThat(seen.async().closing()).isZero();
                assertThat(seen.workers().get(0).accesses().child()).isEqualTo(1);
            }
            quiet.release();
            crowded.set(scoreboard.claim(0, 1, generation + 1));
        }
        done.set(true);
        for (Future<?> straggler : stragglers) {
            straggler.get();
        }
    }

    /** A reader gets one child's row or an empty one, never a mixture of two children. */
    @Test
    void aRowIsNeverMixedFromTwoChildren() throws Exception {
        Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 1, 1, 0);
        AtomicBoolean done = new AtomicBoolean();
        Future<?> changes =
                threads.submit(
                        () -> {
                            for (int child = 1; !done.get(); child++) {
                                ChildScore claimed = scoreboard.claim(0, child, child);
                                String number = String.valueOf(child);
                                claimed.worker(0).describe(number, null, null, null, number);
                                claimed.release();
                            }
                        });
        for (int seen = 0; seen < 20_000; ) {
            ChildSnapshot row = scoreboard.snapshot().children().get(0);
            if (row.present()) {
                assertThat((int) row.pid()).isEqualTo(row.generation());
                assertThat(row.workers().get(0).text().client())
                        .isIn("", String.valueOf(row.generation()));
                seen++;
            }
        }
        done.set(true);
        changes.get();
    }

    /** A reader gets one request's text, never pieces of two; and the newest, once it is out. */
    @Test
    void aTextIsNeverMixedFromTwoRequests() throws Exception {
        Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 1, 1, 0);
        WorkerScore worker = scoreboard.claim(0, 1, 0).worker(0);
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        Future<?> writer =
                threads.submit(
                        () -> {
                            for (int request = 1; !done.get(); request++) {
                                String number = String.valueOf(request);
                                String target = ("/" + number).repeat(1 + request % 12);
                                worker.describe(number, number, number, number, target);
                                written.set(request);
                                if (request % 64 == 0) {
                                    // There may be one processor for both.
                                    Thread.yield();
                                }
                            }
                        });
        int different = 0;
        String last = "0";
        while (different < 20_000) {
            int atLeast = written.get();
            RequestText text = scoreboard.snapshot().children().get(0).workers().get(0).text();
            if (text.equals(RequestText.NONE)) {
                // Nothing written yet, or replaced all the time: a writer like this is no worker.
                continue;
            }
            String number = text.client();
            assertThat(Integer.parseInt(number)).isGreaterThanOrEqualTo(atLeast);
            assertThat(text.protocol()).isEqualTo(number);
            assertThat(text.host()).isEqualTo(number);
            assertThat(text.request()).matches(number + " (/" + number + ")+( " + number + ")?");
            if (number.equals(last)) {
                Thread.yield();
            } else {
                different++;
                last = number;
            }
        }
        done.set(true);
        writer.get();
    }
}

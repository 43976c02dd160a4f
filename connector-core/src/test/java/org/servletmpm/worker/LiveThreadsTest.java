package org.servletmpm.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A child is over with its last thread, once, however its parts end. */
class LiveThreadsTest {

    private final List<String> told = new ArrayList<>();
    private final LiveThreads call =
            new LiveThreads(() -> told.add("no workers"), () -> told.add("nobody"));

    private static final class Unstartable extends Thread {
        @Override
        public synchronized void start() {
            throw new OutOfMemoryError("no thread to be had");
        }
    }

    private void start() {
        call.workerStarts(new Thread(() -> {}));
    }

    @Test
    void theLastPartEndsIt() {
        start();
        start();
        assertThat(call.listenerStarts()).isTrue();
        call.startEnds();
        call.workerEnded();
        assertThat(told).isEmpty();
        call.workerEnded();
        assertThat(told).containsExactly("no workers");
        call.auxiliariesEnded();
        assertThat(told).as("the listener still lives").hasSize(1);
        call.listenerEnded();
        assertThat(told).containsExactly("no workers", "nobody");
    }

    @Test
    void withoutAListenerItsOtherPartsEndIt() {
        start();
        call.startEnds();
        call.workerEnded();
        call.auxiliariesEnded();
        assertThat(told).containsExactly("no workers", "nobody");
        assertThat(call.listenerStarts()).as("a child that is over").isFalse();
    }

    /** Workers that end before the last is started do not end the child. */
    @Test
    void aStartThatFailsHalfWayEndsWhenItIsOver() {
        start();
        call.workerEnded();
        assertThatThrownBy(() -> call.workerStarts(new Unstartable()))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(told).isEmpty();
        call.startEnds();
        assertThat(told).containsExactly("no workers");
        assertThat(call.hasNoWorkers()).isTrue();
    }

    /** The dying worker lives until its successor is counted. */
    @Test
    void aWorkerThatIsReplacedDoesNotEndTheChild() {
        start();
        call.startEnds();
        start();
        call.workerEnded();
        assertThat(told).isEmpty();
        assertThat(call.hasNoWorkers()).isFalse();
    }

    @Test
    void itIsOverOnceWhoeverEndsLast() throws Exception {
        for (int round = 0; round < 200; round++) {
            AtomicInteger ends = new AtomicInteger();
            CountDownLatch go = new CountDownLatch(1);
            LiveThreads[] shared = new LiveThreads[1];
            shared[0] = new LiveThreads(() -> shared[0].auxiliariesEnded(), ends::incrementAndGet);
            shared[0].listenerStarts();
            List<Thread> parts = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                Thread worker =
                        new Thread(
                                () -> {
                                    awaitStart(go);
                                    shared[0].workerEnded();
                                });
                parts.add(worker);
                shared[0].workerStarts(worker);
            }
            shared[0].startEnds();
            go.countDown();
            shared[0].listenerEnded();
            for (Thread part : parts) {
                part.join();
            }
            assertThat(ends).hasValue(1);
        }
    }

    private static void awaitStart(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

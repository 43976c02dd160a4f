package org.servletmpm.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Task;
import org.servletmpm.contract.SocketPair;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.waiting.TestHandler;
import org.servletmpm.waiting.TestHost;

/** What lets a blocked thread go on, and fails at it. */
@Timeout(20)
class ContinuationExecutorTest {

    private static final int PATIENCE_MILLIS = 10_000;

    @Test
    void aContinuationThatFailsHarmsItsConnectionOnly() throws Exception {
        Failures failures =
                new Failures(
                        "failing",
                        new RateLimitedLogger(System.getLogger("failing"), System::nanoTime));
        ContinuationExecutor continuations =
                new ContinuationExecutor(
                        new WorkerServices(
                                "failing",
                                new PoolThreads(() -> RequestLimits.NONE),
                                failures,
                                () -> 0));
        CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
        SocketPair pair = SocketPair.open();
        TestHandler handler = TestHandler.on(pair.near(), new TestHost(() -> 1));
        continuations.goOn(
                new Failing(
                        handler.connection(),
                        () ->
                                Thread.currentThread()
                                        .setUncaughtExceptionHandler(
                                                (thread, e) -> uncaught.complete(e))));
        await().untilAsserted(() -> assertThat(handler.closes()).isOne());

        CompletableFuture<Void> next = new CompletableFuture<>();
        continuations.execute(() -> next.complete(null));
        next.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(uncaught).isNotDone();
        pair.close();
    }

    private record Failing(Connection connection, Runnable before) implements Task {
        @Override
        public void run() {
            before.run();
            throw new IllegalStateException("asked for");
        }
    }
}

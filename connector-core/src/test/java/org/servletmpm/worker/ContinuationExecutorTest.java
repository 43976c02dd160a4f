package org.servletmpm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;
import org.servletmpm.log.RateLimitedLogger;

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
                        new WorkerServices("failing", new PoolThreads(() -> 0), failures, () -> 0));
        CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
        CompletableFuture<Void> aborted = new CompletableFuture<>();
        continuations.goOn(
                new Failing(
                        new Abortable(aborted),
                        () ->
                                Thread.currentThread()
                                        .setUncaughtExceptionHandler(
                                                (thread, e) -> uncaught.complete(e))));
        aborted.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);

        CompletableFuture<Void> next = new CompletableFuture<>();
        continuations.execute(() -> next.complete(null));
        next.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(uncaught).isNotDone();
    }

    private static final class Abortable extends Connection {
        private final CompletableFuture<Void> aborted;

        Abortable(CompletableFuture<Void> aborted) {
            super(1, null, null);
            this.aborted = aborted;
        }

        @Override
        public Task opened() {
            return null;
        }

        @Override
        protected Task fired(Kind kind, Outcome outcome, Urgency urgency) {
            return null;
        }

        @Override
        protected void release() {
            abort();
        }

        @Override
        protected long writeTimeout() {
            return 0;
        }

        @Override
        public void abort() {
            aborted.complete(null);
        }
    }

    private record Failing(Connection connection, Runnable before) implements Task {
        @Override
        public void run() {
            before.run();
            throw new IllegalStateException("asked for");
        }
    }
}

package org.servletmpm.it.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Clients that act at the same time, one thread each; closing interrupts those still at it. */
public final class ClientThreads implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    public <T> CompletableFuture<T> start(Callable<T> client) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.execute(
                () -> {
                    try {
                        result.complete(client.call());
                    } catch (Throwable failure) {
                        result.completeExceptionally(failure);
                    }
                });
        return result;
    }

    /** Waits for all of them, {@link RawConnection#PATIENCE} each. */
    public static <T> List<T> join(List<CompletableFuture<T>> clients) throws Exception {
        List<T> results = new ArrayList<>();
        for (CompletableFuture<T> client : clients) {
            results.add(client.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS));
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

package org.servletmpm.engine;

import java.util.concurrent.CompletableFuture;

/**
 * A graceful restart on its way. If the engine is stopped before, both fail.
 *
 * @param serving completed with the generation's number when the new children serve and every old
 *     one has been told to leave, or when a later restart has taken this one's place
 * @param ended completed when the last old child has ended: its requests are finished then
 */
public record Restart(CompletableFuture<Integer> serving, CompletableFuture<Void> ended) {

    Restart() {
        this(new CompletableFuture<>(), new CompletableFuture<>());
    }

    void fail(Throwable cause) {
        serving.completeExceptionally(cause);
        ended.completeExceptionally(cause);
    }
}

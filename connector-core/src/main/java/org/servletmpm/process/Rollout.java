package org.servletmpm.process;

import java.util.concurrent.CompletableFuture;
import org.servletmpm.life.Progress;

/** Completes a future with the progress of a generation. The parent's thread; any thread asks. */
final class Rollout implements Progress {

    private final CompletableFuture<Void> serving = new CompletableFuture<>();

    CompletableFuture<Void> serving() {
        return serving;
    }

    @Override
    public void serving(int generation) {
        serving.complete(null);
    }

    @Override
    public void ended() {
        serving.complete(null);
    }

    @Override
    public void failed(Throwable cause) {
        serving.completeExceptionally(cause);
    }
}

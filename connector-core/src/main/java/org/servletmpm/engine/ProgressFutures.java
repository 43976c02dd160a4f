package org.servletmpm.engine;

import java.util.concurrent.CompletableFuture;
import org.servletmpm.life.Progress;

/** Completes futures with the progress of a replacement. The parent's thread. */
final class ProgressFutures implements Progress {

    private final CompletableFuture<Integer> serving = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    @Override
    public void serving(int generation) {
        serving.complete(generation);
    }

    @Override
    public void ended() {
        ended.complete(null);
    }

    @Override
    public void failed(Throwable cause) {
        serving.completeExceptionally(cause);
        ended.completeExceptionally(cause);
    }

    Restart asRestart() {
        return new Restart(serving, ended);
    }

    CompletableFuture<Void> end() {
        return ended;
    }
}

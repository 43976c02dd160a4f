package org.servletmpm.worker;

import java.util.function.BooleanSupplier;

/**
 * Gives workers that serve connections to their ends what is queued. A worker gives a connection
 * back to the child's listener, between two requests, when something waits for it. Runs in the
 * workers' threads.
 */
public record SharedSource(QueueSource queue, BooleanSupplier waits) implements WorkSource {

    @Override
    public Assignment next(Worker worker) {
        return queue.next(worker);
    }

    @Override
    public void leave(Worker worker) {
        queue.leave(worker);
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public boolean isWaitedFor() {
        return waits.getAsBoolean();
    }
}

package org.servletmpm.worker;

import java.util.ArrayDeque;
import java.util.Queue;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;

/**
 * Hands each step that the listener finds to another thread: the one that is bound to its
 * connection, or a worker. Everything runs in the listener's thread.
 */
public final class HandOff implements StepStrategy {

    private final ContinuationExecutor continuations;
    private final Failures failures;

    /** Steps that were found and not yet given away. */
    private final Queue<Task> found = new ArrayDeque<>();

    public HandOff(ContinuationExecutor continuations, Failures failures) {
        this.continuations = continuations;
        this.failures = failures;
    }

    @Override
    public void found(Task task) {
        if (task.urgency() == Urgency.CONTINUATION) {
            continuations.goOn(task);
        } else {
            found.add(task);
        }
    }

    @Override
    public void giveAway() {
        while (!found.isEmpty()) {
            Task step = found.remove();
            try {
                step.connection().submit(step);
            } catch (Throwable t) {
                failures.failed(Thread.currentThread().getName(), step.connection(), t);
            }
        }
    }
}

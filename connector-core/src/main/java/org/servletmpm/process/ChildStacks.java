package org.servletmpm.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.servletmpm.inherit.Message;

/** Collects the stacks that a child tells. The parent's thread. */
final class ChildStacks {

    /** A JVM that cannot stop its threads for so long hangs, or stands still. */
    private static final long PATIENCE_SECONDS = 10;

    private final String child;
    private final StringBuilder lines = new StringBuilder();
    private final CompletableFuture<String> text = new CompletableFuture<>();

    /**
     * @param child its name, for the sentence that takes the place of its stacks
     */
    ChildStacks(String child) {
        this.child = child;
        text.completeOnTimeout(
                child + " does not answer: its JVM hangs or stands still",
                PATIENCE_SECONDS,
                TimeUnit.SECONDS);
    }

    /** Of a child that was never asked. */
    static ChildStacks none() {
        ChildStacks none = new ChildStacks("");
        none.text.complete("");
        return none;
    }

    CompletableFuture<String> text() {
        return text;
    }

    boolean isOver() {
        return text.isDone();
    }

    void told(Message message) {
        lines.append(message.text("text"));
        if (!Boolean.parseBoolean(message.text("more"))) {
            text.complete(child + "\n" + lines);
        }
    }

    void gone() {
        text.complete(child + " has ended");
    }
}

package org.servletmpm.process;

import java.util.List;
import org.servletmpm.life.Parent;

/** Lets the parent replace children that have used too much, one at a time. The parent's thread. */
final class Recycling implements Runnable {

    private final Parent parent;
    private final ProcessChildren children;

    /** Bytes; 0 where the system does not say. */
    private final long allMemory;

    Recycling(Parent parent, ProcessChildren children, SystemMemory memory) {
        this.parent = parent;
        this.children = children;
        this.allMemory = memory.total().orElse(0);
    }

    /** Once a second. */
    @Override
    public void run() {
        children.measure();
        if (parent.isSettled() && children.areAllReady()) {
            Recycler.of(parent.directives(), allMemory)
                    .choose(children.usages())
                    .ifPresent(
                            choice ->
                                    parent.replace(
                                            List.of(choice.slot()),
                                            choice.reason(),
                                            new Rollout()));
        }
    }
}

package org.servletmpm.process;

import java.util.List;
import org.servletmpm.life.Parent;

/** Does with children that hang what {@link Hangs} decides. The parent's thread. */
final class HangDuty implements Runnable {

    private final Parent parent;
    private final ProcessChildren children;
    private final ListenQueue queue;
    private final Hangs hangs;

    HangDuty(Parent parent, ProcessChildren children, ListenQueue queue) {
        this.parent = parent;
        this.children = children;
        this.queue = queue;
        this.hangs = new Hangs(parent.directives().requestTerminateMillis());
    }

    /** Once a second. The queue is dear to look at, and of no interest while all make progress. */
    @Override
    public void run() {
        List<Hangs.Vitals> vitals = children.vitals();
        boolean isQueued = vitals.stream().anyMatch(Hangs.Vitals::isStalled) && queue.length() > 0;
        hangs.look(vitals, isQueued).ifPresent(this::carryOut);
    }

    private void carryOut(Hangs.Verdict verdict) {
        switch (verdict.step()) {
            case REPLACE -> {
                if (parent.isSettled()) {
                    parent.replace(List.of(verdict.slot()), verdict.reason(), new Rollout());
                }
            }
            case STACKS -> children.stacks(verdict.slot());
            case KILL -> children.kill(verdict.slot(), verdict.reason());
        }
    }
}

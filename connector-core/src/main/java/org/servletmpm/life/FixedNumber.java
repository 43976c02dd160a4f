package org.servletmpm.life;

import java.util.List;

/** Keeps as many children as an operator has asked for. The parent's thread. */
final class FixedNumber implements Maintenance {

    private final int number;
    private final Children children;
    private final ChildStarter starter;

    FixedNumber(int number, Children children, ChildStarter starter) {
        this.number = number;
        this.children = children;
        this.starter = starter;
    }

    @Override
    public void regulate() {
        List<Integer> active = children.active();
        String reason = number + " children are to be kept";
        if (active.size() > number) {
            children.leave(active.subList(number, active.size()), reason);
        }
        for (int missing = number - active.size(); missing > 0; missing--) {
            if (starter.tryAnywhere(reason) < 0) {
                return;
            }
        }
    }
}

package org.servletmpm.life;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the replacements that are under way as far as free slots allow. The parent's thread. */
final class Replacements {

    private final Children children;
    private final ChildStarter starter;

    /** The oldest first. */
    private final List<Replacement> all = new ArrayList<>();

    Replacements(Children children, ChildStarter starter) {
        this.children = children;
        this.starter = starter;
    }

    void add(Replacement replacement) {
        all.add(replacement);
    }

    /**
     * Lets a later replacement decide about what those under way have not begun. Where children
     * leave one by one, new ones that have not proved themselves leave at once.
     */
    void supersede() {
        if (children.leaveOneByOne()) {
            List<Replacement> unproven = all.stream().filter(each -> !each.hasServed()).toList();
            all.removeAll(unproven);
            for (Replacement each : unproven) {
                each.takeBack(children, "a later one takes its place");
                each.fail(
                        new IllegalStateException(each.reason() + ": a later one takes its place"));
            }
        }
        all.forEach(Replacement::supersede);
    }

    /** Ends those under way: they will not come to an end. */
    void fail(Throwable cause) {
        all.forEach(each -> each.fail(cause));
        all.clear();
    }

    /** Starts the children that can be started, and lets those leave that have been replaced. */
    void goOn(int childrenLimit) {
        for (Replacement each : all) {
            boolean failed = false;
            while (!failed && each.isWanting() && starter.canStart()) {
                int slot = starter.tryAnywhere(each.reason());
                failed = slot < 0;
                if (!failed) {
                    each.started(slot);
                }
            }
            each.letLeave(failed || starter.hasFreeSlot(), children);
            if (children.active().size() >= childrenLimit) {
                each.hasEnough();
            }
        }
        all.removeIf(Replacement::isDone);
    }

    /**
     * @return the replacement whose new child has died on trial; empty if the child was none
     */
    Optional<Replacement> onTrial(int slot) {
        return all.stream().filter(each -> each.isOnTrial(slot)).findAny();
    }

    /** Ends a replacement whose new child has died on trial: the old children stay. */
    void takeBack(Replacement failed) {
        all.remove(failed);
        failed.takeBack(children, "has failed");
    }

    /**
     * @return the replacement that has not told the child there to leave
     */
    Optional<Replacement> awaiting(int slot) {
        return all.stream().filter(each -> each.awaits(slot)).findAny();
    }

    void gone(int slot) {
        all.forEach(each -> each.gone(slot));
    }

    /**
     * @return whether none decides any more which children there are
     */
    boolean areSettled() {
        return all.stream().noneMatch(Replacement::isUnderWay);
    }
}

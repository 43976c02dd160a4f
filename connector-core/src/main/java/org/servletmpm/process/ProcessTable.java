package org.servletmpm.process;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.servletmpm.inherit.Message;
import org.servletmpm.inherit.Verb;

/** Has the children by their slots. The parent's thread, except for {@link #facts}. */
final class ProcessTable {

    /** By slot; null where it is free. */
    private final ChildProcess[] children;

    /** By slot; -1 where there was none. */
    private final int[] lastGeneration;

    /** Holds what others may know of the children. */
    private volatile List<ChildFacts> facts = List.of();

    /** The lowest of those that serve; null without one. */
    private ChildProcess first;

    ProcessTable(int slots) {
        children = new ChildProcess[slots];
        lastGeneration = new int[slots];
        Arrays.fill(lastGeneration, -1);
    }

    /** A child of this generation is about to be started in a slot. */
    void comes(int slot, int generation) {
        lastGeneration[slot] = generation;
    }

    void add(ChildProcess child) {
        children[child.slot()] = child;
        changed();
    }

    void remove(ChildProcess child) {
        children[child.slot()] = null;
        changed();
    }

    /**
     * @return the generation of the last child that was started there; -1 without one
     */
    int lastGeneration(int slot) {
        return lastGeneration[slot];
    }

    Stream<ChildProcess> all() {
        return Arrays.stream(children).filter(Objects::nonNull);
    }

    /**
     * @return null where the slot is free
     */
    ChildProcess at(int slot) {
        return children[slot];
    }

    /**
     * @throws IllegalArgumentException when there is no child, naming the slots that have one
     */
    ChildProcess in(int slot) {
        return all().filter(child -> child.slot() == slot)
                .findAny()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "there is no child in slot "
                                                + slot
                                                + ", but in "
                                                + all().map(child -> "" + child.slot())
                                                        .collect(Collectors.joining(", "))));
    }

    /**
     * @return what was known of the children when one of them last changed. Any thread.
     */
    List<ChildFacts> facts() {
        return facts;
    }

    /** A child has come, gone, or is in another state. */
    void changed() {
        facts = all().map(ChildProcess::facts).toList();
        ChildProcess lowest =
                all().filter(child -> child.state() == ChildProcess.State.READY)
                        .findFirst()
                        .orElse(null);
        if (lowest != first) {
            tellFirst(first, false);
            tellFirst(lowest, true);
            first = lowest;
        }
    }

    private static void tellFirst(ChildProcess child, boolean is) {
        if (child != null) {
            child.tell(Message.of(Verb.FIRST).with("is", is));
        }
    }
}

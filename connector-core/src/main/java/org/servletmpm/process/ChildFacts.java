package org.servletmpm.process;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.servletmpm.status.ProcessMemory;

/**
 * Holds what the control knew of a child at one moment. Immutable.
 *
 * @param startedAt on {@link System#nanoTime}
 * @param snapshot the number of the copy that it runs; 0 for none
 * @param archive of its classes: used, made or none
 * @param managementPort where the child alone can be asked; 0 for nowhere
 * @param heapBytes what its heap holds; {@link ProcessMemory#UNKNOWN} before it has said so
 */
record ChildFacts(
        int slot,
        int generation,
        long pid,
        ChildProcess.State state,
        long startedAt,
        int snapshot,
        String archive,
        int managementPort,
        long heapBytes) {

    boolean serves() {
        return state == ChildProcess.State.READY;
    }

    long ageSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt);
    }

    ProcessMemory memory() {
        return ProcessMemory.of(pid).withHeap(heapBytes);
    }

    /**
     * @return starting, serving or leaving
     */
    String stateName() {
        return serves() ? "serving" : state.name().toLowerCase(Locale.ROOT);
    }
}

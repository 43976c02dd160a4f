package org.servletmpm.status;

import java.util.List;

/**
 * Holds what the status of a control says beside the scoreboard. Immutable.
 *
 * @param children none where children are threads
 * @param listenQueue connections that wait in the kernel to be accepted; -1 where that is not known
 * @param sick whether more children have died than CrashLimit allows
 */
public record Processes(List<ProcessStatus> children, int listenQueue, boolean sick) {

    /** Of an engine whose children are threads. */
    public static final Processes NONE = new Processes(List.of(), -1, false);

    public Processes {
        children = List.copyOf(children);
    }

    /**
     * @return whether there are any figures of processes
     */
    public boolean areKnown() {
        return listenQueue >= 0 || !children.isEmpty();
    }
}

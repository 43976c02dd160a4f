package org.servletmpm.process;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Says how many children there may be: ServerLimit, and one fewer for each child that the kernel
 * has killed for want of memory, for as long as the control lives. There is always one. The
 * parent's thread.
 */
final class Places {

    private static final int KILLED = 137;

    private final LongSupplier kernelKills;
    private int most;

    /** Kills of the kernel that are accounted for. */
    private long seen;

    /**
     * @param kernelKills processes that the kernel has killed for want of memory, ever
     */
    Places(int serverLimit, LongSupplier kernelKills) {
        this.most = serverLimit;
        this.kernelKills = kernelKills;
        this.seen = kernelKills.getAsLong();
    }

    int most() {
        return most;
    }

    /**
     * A child has died that was to go on.
     *
     * @return what is to be logged; empty if that was not for want of memory, or one place is left
     */
    Optional<String> died(String child, int exitCode) {
        if (exitCode != KILLED || kernelKills.getAsLong() <= seen) {
            return Optional.empty();
        }
        seen++;
        if (most == 1) {
            return Optional.empty();
        }
        most--;
        return Optional.of(
                child
                        + " was killed by the kernel for want of memory: ServerLimit is "
                        + most
                        + " now, until the control is started again; give each child less memory"
                        + " (-Xmx, RecycleMemory)");
    }
}

package org.servletmpm.scoreboard;

/**
 * Says which child has a slot, or had it last. Immutable.
 *
 * @param number odd while a child has the slot, 0 if none ever had; it only grows
 * @param pid the process that the child runs in
 * @param generation the child's
 * @param stopping whether it is leaving
 */
record Claim(int number, long pid, int generation, boolean stopping) {

    static final Claim NEVER = new Claim(0, 0, 0, false);

    boolean isHeld() {
        return (number & 1) != 0;
    }

    /**
     * @throws IllegalStateException if a child has the slot
     */
    Claim next(int slot, long by, int ofGeneration) {
        if (isHeld()) {
            throw new IllegalStateException(
                    "slot " + slot + " belongs to a child of generation " + generation);
        }
        return new Claim(number + 1, by, ofGeneration, false);
    }

    Claim released() {
        return new Claim(number + 1, pid, generation, false);
    }

    Claim stopping(boolean on) {
        return new Claim(number, pid, generation, on);
    }
}

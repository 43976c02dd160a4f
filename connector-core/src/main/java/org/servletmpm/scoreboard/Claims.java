package org.servletmpm.scoreboard;

/** Knows which child has which slot. Any thread. */
interface Claims {

    Claim of(int slot);

    /**
     * Gives a free slot to a child, whose record is ready. One thread at a time.
     *
     * @throws IllegalStateException if a child has the slot
     */
    void claim(int slot, Claim claim);

    /** The child with this claim is leaving, or is not. Without effect for another one's. */
    void stopping(int slot, int number, boolean stopping);

    /** Frees the slot of the child with this claim. Without effect for another one's. */
    void release(int slot, int number);
}

package org.servletmpm.scoreboard;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps the claims of the process that gives slots to children, in memory of its own: of a mapped
 * file any process that has it may change every byte. Records only repeat them for readers.
 */
final class OwnClaims implements Claims {

    private final AtomicReferenceArray<Claim> claims;

    OwnClaims(int slots) {
        this.claims = new AtomicReferenceArray<>(slots);
        for (int slot = 0; slot < slots; slot++) {
            claims.set(slot, Claim.NEVER);
        }
    }

    @Override
    public Claim of(int slot) {
        return claims.get(slot);
    }

    @Override
    public void claim(int slot, Claim claim) {
        claims.set(slot, claim);
    }

    @Override
    public void stopping(int slot, int number, boolean stopping) {
        claims.updateAndGet(
                slot, claim -> claim.number() == number ? claim.stopping(stopping) : claim);
    }

    @Override
    public void release(int slot, int number) {
        claims.updateAndGet(slot, claim -> claim.number() == number ? claim.released() : claim);
    }

    /** Repeats them in the records. The thread that claims; no other one may release meanwhile. */
    void repeat(ByteBuffer records, int threadsPerSlot) {
        for (int slot = 0; slot < claims.length(); slot++) {
            int record = Layout.child(slot, threadsPerSlot);
            Claim claim = claims.get(slot);
            Layout.putLong(records, record + Layout.CHILD_PID, claim.pid());
            Layout.putInt(records, record + Layout.CHILD_GENERATION, claim.generation());
            Layout.INT.setRelease(records, record + Layout.CHILD_CLAIM, claim.number());
        }
    }
}

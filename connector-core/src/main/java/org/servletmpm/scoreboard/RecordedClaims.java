package org.servletmpm.scoreboard;

import java.nio.ByteBuffer;

/** Reads the claims that another process has made from its records. It changes none. */
record RecordedClaims(ByteBuffer records, int threadsPerSlot) implements Claims {

    @Override
    public Claim of(int slot) {
        int record = Layout.child(slot, threadsPerSlot);
        int number = (int) Layout.INT.getAcquire(records, record + Layout.CHILD_CLAIM);
        return new Claim(
                number,
                Layout.getLong(records, record + Layout.CHILD_PID),
                Layout.getInt(records, record + Layout.CHILD_GENERATION),
                Layout.getInt(records, record + Layout.CHILD_STOPPING) != 0);
    }

    @Override
    public void claim(int slot, Claim claim) {
        throw new UnsupportedOperationException("slots are given by the process that has the file");
    }

    @Override
    public void stopping(int slot, int number, boolean stopping) {}

    @Override
    public void release(int slot, int number) {}
}

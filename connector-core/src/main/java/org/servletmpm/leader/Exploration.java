package org.servletmpm.leader;

/**
 * Finds out whether the steps that are given away would be short for a leader. Steps that run
 * beside each other, on more threads than there are processors, or of one connection, are in each
 * other's way and take longer: a child that gives steps away because they are long may see them
 * long because it gives them away. So after many that were given away the next ones are led,
 * whatever is expected of them, and later estimates rest on the times that they take then. If they
 * are as long as before, the exploration ends early and the next one comes later.
 *
 * <p>Owned by the thread that has the listener's duty.
 */
final class Exploration {

    /** Steps that are given away until one begins, when the last was not in vain. */
    static final int SOON = 1 << 10;

    /** The same after several in vain: then they cost nothing that can be measured. */
    static final int LATE = 1 << 13;

    /** Where at most one step in so many is given away, there is nothing to find out. */
    static final int FEW = 16;

    /** Its length in steps: as many as some dozens of connections remember. */
    static final int STEPS = 1 << 11;

    /** After so many steps the typical time is known. */
    private static final int SOME_STEPS = 1 << 6;

    /** So many wrong estimates do not end it, because steps from before still run beside it. */
    private static final int SOME_WRONG = 6;

    /** Nor does one more in so many steps. With more of them, giving away does better. */
    static final int RARE_WRONG = 1 << 7;

    private int interval = SOON;

    /** Steps given away since the last one, times {@link #FEW}, less the steps that were led. */
    private int reasons;

    private int stepsLeft;
    private int wrong;

    boolean isOn() {
        return stepsLeft > 0;
    }

    /** A step is led, as expected. */
    void led() {
        if (reasons > 0) {
            reasons--;
        }
    }

    /**
     * A step is about to be given away.
     *
     * @return whether it is led instead, because an exploration begins
     */
    boolean begins() {
        reasons += FEW;
        if (reasons >= FEW * interval) {
            reasons = 0;
            wrong = 0;
            stepsLeft = STEPS;
        }
        return isOn();
    }

    /**
     * A step is led because an exploration is on.
     *
     * @param tooLong whether the typical step is too long to be led
     */
    void goesOn(boolean tooLong) {
        stepsLeft--;
        if (tooLong && STEPS - stepsLeft > SOME_STEPS) {
            inVain();
        } else if (stepsLeft == 0) {
            interval = SOON;
        }
    }

    /** The watchdog has taken over from a step. */
    void wasWrong() {
        wrong++;
        if (isOn() && wrong > SOME_WRONG + (STEPS - stepsLeft) / RARE_WRONG) {
            inVain();
        }
    }

    private void inVain() {
        stepsLeft = 0;
        interval = Math.min(2 * interval, LATE);
    }
}

package org.servletmpm.leader;

/**
 * Has a leader run steps that it would give away, to find out whether they are short for it. Steps
 * that run at the same time slow each other down, when they have more threads than processors or
 * belong to one connection. A child that gives steps away because they are long may find them long
 * because it gives them away. So after many steps were given away the next ones are led, whatever
 * is expected of them, and later estimates rest on the times that they take. If they take as long
 * as before, the exploration ends early and the next one comes later.
 *
 * <p>Owned by the thread that has the listener's duty.
 */
final class Exploration {

    /** Steps that are given away until one begins, if the last one was worth it. */
    static final int SOON = 1 << 10;

    /** The same after several in vain: so rare, they cost nothing that can be measured. */
    static final int LATE = 1 << 13;

    /** None begins while at most one step in so many is given away. */
    static final int FEW = 16;

    /** The length of one, in steps: as many as some dozens of connections remember. */
    static final int STEPS = 1 << 11;

    /** After so many steps the typical time is known. */
    private static final int SOME_STEPS = 1 << 6;

    /** So many wrong estimates do not end it: steps from before it still run at the same time. */
    private static final int SOME_WRONG = 6;

    /** Nor does one more in so many steps. With more of them, giving steps away is faster. */
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

package org.servletmpm.child;

/**
 * Finds out whether what is given away would be short. Steps that run beside each other, on more
 * threads than there are processors, or of one connection, are in each other's way and take longer:
 * a child that gives steps away because they are long may see them long because it gives them away.
 * So after many that were given away the next ones are led, whatever is expected of them, and what
 * they take then is what later guesses rest on. If they are as long as before, the trial ends early
 * and the next one comes later.
 *
 * <p>Owned by whoever has the listener's duty.
 */
final class Trial {

    /** After how many steps that were given away a trial begins, when the last was not in vain. */
    static final int SOON = 1 << 10;

    /** The same after some trials in vain: then they cost nothing that can be measured. */
    static final int LATE = 1 << 13;

    /** Where one of so many is given away, and the others are led, there is nothing to find out. */
    static final int FEW = 16;

    /** How long it is, in steps: all that some dozens of connections remember. */
    static final int STEPS = 1 << 11;

    /** After so many steps it is known what is typical. */
    private static final int SOME_STEPS = 1 << 6;

    /** So many wrong guesses are no reason to end it, because others still run from before. */
    private static final int SOME_WRONG = 6;

    /** Nor is one more in so many steps. With more, what is known before does better. */
    static final int RARE_WRONG = 1 << 7;

    private int interval = SOON;

    /** Those given away since the last trial, times {@link #FEW}, without what speaks against. */
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
     * @return whether it is led instead, and a trial begins
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
     * A step is led because there is a trial.
     *
     * @param tooLong whether what is typical is
     */
    void goesOn(boolean tooLong) {
        stepsLeft--;
        if (tooLong && STEPS - stepsLeft > SOME_STEPS) {
            inVain();
        } else if (stepsLeft == 0) {
            interval = SOON;
        }
    }

    /** The listener has taken over from a step. */
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

package org.servletmpm.leader;

import static org.servletmpm.ModelCheck.check;
import static org.servletmpm.ModelCheck.join;

import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/** A leader, a caller and the watchdog meet in every order that Lincheck finds. */
class LeadershipModelTest {

    private static final int ORDERS = 900;
    private static final long PATIENCE = 10;

    /** Leads for one step, as the listener's loop does. */
    private static final class Leader extends Thread {
        private final Leadership<Object, Object> leadership = new Leadership<>(this, 0);
        private boolean led;
        private boolean wasTakenOver;
        private boolean wasCalled;
        private boolean left;

        @Override
        public void run() {
            led = leadership.takeUp();
            if (led && leadership.begin(this, 0)) {
                left = !leadership.add(this);
                wasTakenOver = !leadership.select();
            }
            if (led && !leadership.isOver()) {
                wasCalled = leadership.end();
            }
        }
    }

    /**
     * A call that is heard by nobody would make its caller's work wait for ever; a duty that comes
     * back twice would have two threads in one selector.
     */
    @Test
    void theDutyComesBackOnceAndEachCallIsHeard() {
        Lincheck.runConcurrentTest(
                ORDERS,
                () -> {
                    Leader leader = new Leader();
                    Leadership<Object, Object> leadership = leader.leadership;
                    boolean[] called = new boolean[1];
                    Thread caller = new Thread(() -> called[0] = leadership.call());
                    leader.start();
                    caller.start();
                    boolean tookOver = leadership.takeOver(PATIENCE, PATIENCE);
                    join(leader);
                    join(caller);
                    check(leader.wasCalled == called[0], "a call was not heard, or nobody called");
                    check(!tookOver || !called[0], "called, and taken over from");
                    check(leadership.isOver() == (leader.led || tookOver), "nobody has the duty");
                    check(!leader.wasTakenOver || tookOver, "the leader lost the duty to nobody");
                });
    }

    /** What a step has begun is found by whoever has the duty next, or stays with the leader. */
    @Test
    void whatAStepHasBegunIsNeitherLostNorRunTwice() {
        Lincheck.runConcurrentTest(
                ORDERS,
                () -> {
                    Leader leader = new Leader();
                    leader.start();
                    boolean tookOver = leader.leadership.takeOver(PATIENCE, PATIENCE);
                    boolean found = tookOver && leader.leadership.begun().poll() != null;
                    join(leader);
                    if (tookOver && leader.led) {
                        boolean later = leader.leadership.begun().poll() != null;
                        int runs = (found ? 1 : 0) + (later ? 1 : 0) + (leader.left ? 1 : 0);
                        check(runs == 1, "run " + runs + " times");
                    }
                });
    }
}

package org.servletmpm.worker;

import static org.servletmpm.ModelCheck.check;
import static org.servletmpm.ModelCheck.join;

import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/** Workers that become idle and take that back, and threads that claim them, in every order. */
class IdleWorkersModelTest {

    private static final int ORDERS = 900;

    /** One that nobody claimed and that is not in the stack would sleep for ever. */
    @Test
    void aWorkerIsClaimedOnceOrTakesItsEntryBackOrIsStillIdle() {
        Lincheck.runConcurrentTest(
                ORDERS,
                () -> {
                    IdleWorkers<Integer> idle = new IdleWorkers<>();
                    boolean[] tookBack = new boolean[1];
                    Integer[] claimed = new Integer[2];
                    Thread first =
                            new Thread(
                                    () ->
                                            tookBack[0] =
                                                    idle.takeBack(idle.push(Integer.valueOf(1))));
                    Thread second = new Thread(() -> idle.push(Integer.valueOf(2)));
                    Thread claiming = new Thread(() -> claimed[0] = idle.claim());
                    first.start();
                    second.start();
                    claiming.start();
                    claimed[1] = idle.claim();
                    join(first);
                    join(second);
                    join(claiming);
                    int[] taken = new int[3];
                    for (Integer worker : claimed) {
                        taken[worker == null ? 0 : worker]++;
                    }
                    for (Integer rest = idle.claim(); rest != null; rest = idle.claim()) {
                        taken[rest]++;
                    }
                    check(
                            taken[1] == (tookBack[0] ? 0 : 1),
                            "the one that takes its entry back: " + taken[1]);
                    check(taken[2] == 1, "the one that is idle: " + taken[2]);
                    check(idle.count() == 0, "counted: " + idle.count());
                });
    }
}

package org.servletmpm.worker;

import static org.servletmpm.ModelCheck.check;
import static org.servletmpm.ModelCheck.join;

import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/** Workers that sit down and stand up, and threads that claim them, in every order. */
class IdleWorkersModelTest {

    private static final int ORDERS = 1_500;

    /** One that nobody claimed and that did not stand up would sleep for ever. */
    @Test
    void aWorkerIsClaimedOnceOrStandsUpOrStillSits() {
        Lincheck.runConcurrentTest(
                ORDERS,
                () -> {
                    IdleWorkers<Integer> idle = new IdleWorkers<>();
                    boolean[] stood = new boolean[1];
                    Integer[] claimed = new Integer[2];
                    Thread first =
                            new Thread(() -> stood[0] = idle.stand(idle.sit(Integer.valueOf(1))));
                    Thread second = new Thread(() -> idle.sit(Integer.valueOf(2)));
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
                    check(taken[1] == (stood[0] ? 0 : 1), "the one that stands up: " + taken[1]);
                    check(taken[2] == 1, "the one that sits: " + taken[2]);
                    check(idle.count() == 0, "counted: " + idle.count());
                });
    }
}

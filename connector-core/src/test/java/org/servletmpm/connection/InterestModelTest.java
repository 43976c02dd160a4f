package org.servletmpm.connection;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Urgency;

/**
 * Every mix of armings, timeouts, readiness and cancellations by three threads has the result of
 * some order of them one after the other. Run by Lincheck.
 */
@Param(name = "deadline", gen = IntGen.class, conf = "1:2")
public class InterestModelTest {

    private final Interest interest = new Interest(Kind.WRITE);

    @Operation
    public long arm(@Param(name = "deadline") int deadline) {
        return interest.arm(deadline, Urgency.NEXT_STEP);
    }

    @Operation
    public long armUrgently(@Param(name = "deadline") int deadline) {
        return interest.arm(deadline, Urgency.CONTINUATION);
    }

    @Operation
    public boolean armAgain(@Param(name = "deadline") int deadline) {
        return interest.armAgain(deadline, 0);
    }

    @Operation
    public boolean shorten(@Param(name = "deadline") int deadline) {
        return interest.shorten(deadline);
    }

    /** Readiness, or a cancellation. */
    @Operation
    public long take() {
        return interest.take();
    }

    /** A timeout takes what it has seen, or looks again. */
    @Operation
    public boolean timeOut(@Param(name = "deadline") int deadline) {
        for (long seen = interest.get();
                Interest.deadline(seen) == deadline;
                seen = interest.get()) {
            if (interest.take(seen)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void itIsFiredOnceByWhoeverTakesIt() {
        new ModelCheckingOptions()
                .iterations(25)
                .invocationsPerIteration(120)
                .threads(3)
                .actorsPerThread(2)
                .check(InterestModelTest.class);
    }
}

package org.servletmpm.worker;

import java.util.List;
import org.servletmpm.scoreboard.RequestText;

/**
 * A request that a worker (or an auxiliary thread) runs, and has run for longer than
 * SlowRequestTime.
 *
 * @param thread its name, with port, slot, generation and number
 * @param millis how long it runs so far
 * @param request what it is; {@link RequestText#NONE} with ExtendedStatus off
 * @param stack where its thread was when it was looked at, the innermost call first
 */
public record SlowRequest(
        String thread, long millis, RequestText request, List<StackTraceElement> stack) {
    public SlowRequest {
        stack = List.copyOf(stack);
    }
}

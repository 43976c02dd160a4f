package org.servletmpm.it.cell;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;

/** Finds the threads of a server in this JVM that select for its connections, in a thread dump. */
public final class SelectingThreads {

    /** On a machine that is busy with something else, requests are short only now and then. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SelectingThreads() {}

    /**
     * Does something until it comes out as hoped for: whether a worker leads depends on how long
     * requests take. Before the code is compiled none is short, and after a pause the first is not.
     */
    public static void until(Callable<Boolean> round) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(round);
    }

    /**
     * The same for what is shown by each round, and by one in which a worker leads best of all: on
     * a machine where that does not come about for a third of the time, the test is skipped.
     */
    public static void untilIfItCanBe(Callable<Boolean> round) {
        try {
            await().atMost(PATIENCE.dividedBy(3))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(round);
        } catch (ConditionTimeoutException e) {
            Assumptions.abort("the machine is too busy for a worker to lead: " + e.getMessage());
        }
    }

    /**
     * @return whether one of them is a worker
     */
    public static boolean isWorker(int port) {
        return threads(port)
                .filter(thread -> has(thread, SelectingThreads::isDuty))
                .anyMatch(thread -> thread.getKey().getName().contains("-worker-"));
    }

    /**
     * @param servlet the simple name of its class
     * @return whether it runs in a worker that has found its request itself
     */
    public static boolean isLed(int port, String servlet) {
        return threads(port)
                .anyMatch(
                        thread ->
                                has(thread, frame -> frame.getClassName().endsWith(servlet))
                                        && has(thread, SelectingThreads::isLeading));
    }

    /**
     * @return what each of the server's threads does, for a message
     */
    public static String stacks(int port) {
        return threads(port)
                .map(thread -> thread.getKey() + "\n  " + lines(thread.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String lines(StackTraceElement[] frames) {
        return Stream.of(frames).map(String::valueOf).collect(Collectors.joining("\n  "));
    }

    private static Stream<Map.Entry<Thread, StackTraceElement[]>> threads(int port) {
        String prefix = "mpm-" + port + "-";
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith(prefix));
    }

    private static boolean has(
            Map.Entry<Thread, StackTraceElement[]> thread, Predicate<StackTraceElement> frame) {
        return Stream.of(thread.getValue()).anyMatch(frame);
    }

    private static boolean isLeading(StackTraceElement frame) {
        return frame.getClassName().endsWith(".LeaderFollower")
                && frame.getMethodName().equals("lead");
    }

    private static boolean isDuty(StackTraceElement frame) {
        return frame.getClassName().endsWith(".ListenerSelector")
                && frame.getMethodName().equals("turn");
    }
}

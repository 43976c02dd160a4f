package org.servletmpm.jfr;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Reports what happens to an engine to JDK Flight Recorder. Without a recording, and in a runtime
 * without the module jdk.jfr, nothing is done. Any thread.
 *
 * <p>The first argument names the connector as its threads are named, such as {@code mpm-8080}.
 */
public final class EngineEvents {

    /** A runtime image may leave the module out: the events' classes are not loaded then. */
    private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private EngineEvents() {}

    /** A child was started. */
    public static void childStarted(String connector, int slot, int generation) {
        if (PRESENT) {
            new FlightEvents.ChildStarted(connector, slot, generation).commit();
        }
    }

    /** A child takes no more connections. */
    public static void childLeaves(String connector, int slot, int generation, String reason) {
        if (PRESENT) {
            new FlightEvents.ChildLeaves(connector, slot, generation, reason).commit();
        }
    }

    /** A child's last thread has ended: its slot is free. */
    public static void childEnded(String connector, int slot, int generation) {
        if (PRESENT) {
            new FlightEvents.ChildEnded(connector, slot, generation).commit();
        }
    }

    /** A child is full: it accepts no more until it has fewer connections or an idle worker. */
    public static void admissionClosed(
            String connector, int slot, int generation, int connections) {
        if (PRESENT) {
            new FlightEvents.AdmissionClosed(connector, slot, generation, connections).commit();
        }
    }

    /** An idle connection was closed for a new one, at the limit of connections. */
    public static void connectionEvicted(String connector, long connection) {
        if (PRESENT) {
            new FlightEvents.ConnectionEvicted(connector, connection).commit();
        }
    }

    /** A graceful stop has begun. */
    public static void drainBegins(String connector, int connections) {
        if (PRESENT) {
            new FlightEvents.DrainBegins(connector, connections).commit();
        }
    }

    /** A stop closes what is still open: those connections are cut. */
    public static void drainEnds(String connector, int cut) {
        if (PRESENT) {
            new FlightEvents.DrainEnds(connector, cut).commit();
        }
    }

    /** Requests begin to be answered 503 because they wait too long for a worker. */
    public static void overloadBegins(String connector, int queued, long oldest) {
        if (PRESENT) {
            new FlightEvents.OverloadBegins(connector, queued, oldest).commit();
        }
    }

    /** None has been refused for some seconds. */
    public static void overloadEnds(String connector, long refused, long gone) {
        if (PRESENT) {
            new FlightEvents.OverloadEnds(connector, refused, gone).commit();
        }
    }

    /**
     * A request has run for longer than SlowRequestTime.
     *
     * @param thread that runs it
     * @param millis so far
     * @param request its first line; empty with ExtendedStatus Off
     * @param stack of the thread, the innermost call first
     */
    public static void slowRequest(
            String connector,
            String thread,
            long millis,
            String request,
            List<StackTraceElement> stack) {
        if (PRESENT) {
            String lines =
                    stack.stream()
                            .map(StackTraceElement::toString)
                            .collect(Collectors.joining("\n"));
            new FlightEvents.SlowRequest(connector, thread, millis, request, lines).commit();
        }
    }
}

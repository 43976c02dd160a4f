package org.servletmpm.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Declares the events. Loaded only where the runtime has JDK Flight Recorder. */
final class FlightEvents {

    private FlightEvents() {}

    /** Has what all of them have. Where it happened in the engine's code tells nobody anything. */
    @Category("Servlet MPM")
    @StackTrace(false)
    abstract static class EngineEvent extends Event {

        @Label("Connector")
        final String connector;

        EngineEvent(String connector) {
            this.connector = connector;
        }
    }

    @Name("org.servletmpm.ChildStarted")
    @Label("Child Started")
    @Description("A child was started.")
    static final class ChildStarted extends EngineEvent {

        @Label("Slot")
        final int slot;

        @Label("Generation")
        final int generation;

        ChildStarted(String connector, int slot, int generation) {
            super(connector);
            this.slot = slot;
            this.generation = generation;
        }
    }

    @Name("org.servletmpm.ChildLeaves")
    @Label("Child Leaves")
    @Description("A child takes no more connections.")
    static final class ChildLeaves extends EngineEvent {

        @Label("Slot")
        final int slot;

        @Label("Generation")
        final int generation;

        @Label("Reason")
        final String reason;

        ChildLeaves(String connector, int slot, int generation, String reason) {
            super(connector);
            this.slot = slot;
            this.generation = generation;
            this.reason = reason;
        }
    }

    @Name("org.servletmpm.ChildEnded")
    @Label("Child Ended")
    @Description("A child's last thread has ended: its slot is free.")
    static final class ChildEnded extends EngineEvent {

        @Label("Slot")
        final int slot;

        @Label("Generation")
        final int generation;

        ChildEnded(String connector, int slot, int generation) {
            super(connector);
            this.slot = slot;
            this.generation = generation;
        }
    }

    @Name("org.servletmpm.AdmissionClosed")
    @Label("Admission Closed")
    @Description(
            "A child is full: it accepts no more until it has fewer connections or an idle worker.")
    static final class AdmissionClosed extends EngineEvent {

        @Label("Slot")
        final int slot;

        @Label("Generation")
        final int generation;

        @Label("Connections")
        final int connections;

        AdmissionClosed(String connector, int slot, int generation, int connections) {
            super(connector);
            this.slot = slot;
            this.generation = generation;
            this.connections = connections;
        }
    }

    @Name("org.servletmpm.ConnectionEvicted")
    @Label("Connection Evicted")
    @Description("An idle connection was closed for a new one, at the limit of connections.")
    static final class ConnectionEvicted extends EngineEvent {

        @Label("Connection")
        final long connection;

        ConnectionEvicted(String connector, long connection) {
            super(connector);
            this.connection = connection;
        }
    }

    @Name("org.servletmpm.DrainBegins")
    @Label("Drain Begins")
    @Description("A graceful stop has begun.")
    static final class DrainBegins extends EngineEvent {

        @Label("Open Connections")
        final int connections;

        DrainBegins(String connector, int connections) {
            super(connector);
            this.connections = connections;
        }
    }

    @Name("org.servletmpm.DrainEnds")
    @Label("Drain Ends")
    @Description("A stop closes what is still open: those connections are cut.")
    static final class DrainEnds extends EngineEvent {

        @Label("Connections Cut")
        final int cut;

        DrainEnds(String connector, int cut) {
            super(connector);
            this.cut = cut;
        }
    }

    @Name("org.servletmpm.OverloadBegins")
    @Label("Overload Begins")
    @Description("Requests begin to be answered 503 because they wait too long for a worker.")
    static final class OverloadBegins extends EngineEvent {

        @Label("Requests Waiting")
        final int queued;

        @Label("Oldest Has Waited")
        @Timespan(Timespan.MILLISECONDS)
        final long oldest;

        OverloadBegins(String connector, int queued, long oldest) {
            super(connector);
            this.queued = queued;
            this.oldest = oldest;
        }
    }

    @Name("org.servletmpm.OverloadEnds")
    @Label("Overload Ends")
    @Description("None has been refused for some seconds.")
    static final class OverloadEnds extends EngineEvent {

        @Label("Answered 503")
        final long refused;

        @Label("Clients Gone")
        final long gone;

        OverloadEnds(String connector, long refused, long gone) {
            super(connector);
            this.refused = refused;
            this.gone = gone;
        }
    }

    @Name("org.servletmpm.SlowRequest")
    @Label("Slow Request")
    @Description("A request has run for longer than SlowRequestTime.")
    static final class SlowRequest extends EngineEvent {

        @Label("Thread")
        final String thread;

        @Label("So Far")
        @Timespan(Timespan.MILLISECONDS)
        final long soFar;

        @Label("Request")
        final String request;

        @Label("Stack of the Thread")
        final String stack;

        SlowRequest(String connector, String thread, long soFar, String request, String stack) {
            super(connector);
            this.thread = thread;
            this.soFar = soFar;
            this.request = request;
            this.stack = stack;
        }
    }
}

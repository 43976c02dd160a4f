package org.servletmpm.it.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.servletmpm.it.client.RawConnection;

/** One of the crowd: does one thing after the other, in a thread of its own. */
final class Client {

    /** One in so many visits is left before its end. */
    private static final double LEAVING = 0.3;

    private final List<Target> targets;
    private final Map<Target, Browsers> browsers;
    private final Exits exits;
    private final Tally tally;
    private final RandomGenerator random;

    /** Where this act takes place. */
    private Target target;

    /** This act's latest; null before. */
    private Visit visit;

    /** Requests of this act whose fate is not known yet. */
    private int open;

    Client(
            List<Target> targets,
            Map<Target, Browsers> browsers,
            Exits exits,
            Tally tally,
            RandomGenerator random) {
        this.targets = targets;
        this.browsers = browsers;
        this.exits = exits;
        this.tally = tally;
        this.random = random;
    }

    /** Up to the deadline, a {@link System#nanoTime}. */
    void live(List<Acts.Named> acts, long deadline) {
        while (deadline - System.nanoTime() > 0) {
            target = targets.get(random.nextInt(targets.size()));
            once(acts.get(random.nextInt(acts.size())));
        }
    }

    private void once(Acts.Named act) {
        visit = null;
        open = 0;
        long begun = System.nanoTime();
        try {
            act.act().perform(this);
            tally.told("the connection ends, said the answer before", open);
        } catch (Visit.ClosedBetweenRequestsException e) {
            if (e.isLegal() || target.stock()) {
                tally.told("closed between requests", open);
            } else {
                ended(act, e, begun);
            }
        } catch (Exception | AssertionError e) {
            ended(act, e, begun);
        } finally {
            close();
            tally.act(act.name(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        }
    }

    private void ended(Acts.Named act, Throwable thrown, long begun) {
        Optional<Trouble> trouble = target.troubles().explain(thrown, begun);
        if (thrown instanceof Exception && visit != null && visit.left()) {
            tally.left("in the middle", open);
        } else if (trouble.isPresent()) {
            tally.told("in trouble: " + trouble.get(), open);
        } else {
            tally.wrong(open);
            fault(act, thrown);
        }
    }

    /** A request is about to be sent. */
    void asks() {
        open++;
        tally.sent();
    }

    /** A request has been answered as it should be. */
    void answered() {
        open--;
        tally.answer();
    }

    /** One of several requests has been told that it gets no answer. */
    void told(String how) {
        open--;
        tally.told(how, 1);
    }

    /** The client has given up one of several requests. */
    void leavesOne(String how) {
        open--;
        tally.left(how, 1);
    }

    private void fault(Acts.Named act, Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        String where = "";
        for (StackTraceElement each : stack) {
            if (each.getClassName().startsWith(getClass().getPackageName())) {
                where = " at " + each;
                break;
            }
        }
        tally.fault(target + " " + act.name() + ": " + thrown + where);
    }

    private void close() {
        if (visit != null) {
            try {
                visit.close();
            } catch (IOException over) {
                // It is what was wanted.
            }
        }
    }

    /** A connection of this client's, which ends with the act or before. */
    Visit open() throws IOException {
        return open(0);
    }

    /**
     * @param receiveBuffer bytes, 0 is the system's
     */
    Visit open(int receiveBuffer) throws IOException {
        RawConnection connection = RawConnection.open(target.port(), target.tls(), receiveBuffer);
        visit = exits.visit(connection, random, LEAVING);
        return visit;
    }

    /** One that is left at some moment in any case. */
    Visit openToLeave(boolean tls) throws IOException {
        RawConnection connection = RawConnection.open(target.port(), tls);
        Departure how = Departure.values()[random.nextInt(Departure.values().length)];
        visit = exits.visit(connection, random, how);
        return visit;
    }

    /** One that is not left. */
    Visit openToStay(boolean tls) throws IOException {
        visit = exits.visit(RawConnection.open(target.port(), tls), random, 0);
        return visit;
    }

    Target target() {
        return target;
    }

    Exits exits() {
        return exits;
    }

    Tally tally() {
        return tally;
    }

    RandomGenerator random() {
        return random;
    }

    /** From least to most, both included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** 0 to most milliseconds. */
    void pause(int most) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(most * 1000)));
    }

    /** One of a few that all clients share: its connections carry what several do. */
    HttpClient browser() {
        return browsers.get(target).any(random);
    }

    /** Of what it asks for. */
    URI browserUri(String path) {
        return browsers.get(target).uri(path);
    }
}

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

/** Does one random action after the other, in a thread of its own. */
final class Client {

    /** One in so many visits is left before its end. */
    private static final double LEAVING = 0.3;

    private final List<Target> targets;
    private final Map<Target, JdkClients> jdkClients;
    private final ScheduledEnds ends;
    private final Results results;
    private final RandomGenerator random;

    /** The server of this action. */
    private Target target;

    /** The latest of this action; null before. */
    private ClientConnection connection;

    /** Requests of this action whose fate is not known yet. */
    private int open;

    Client(
            List<Target> targets,
            Map<Target, JdkClients> jdkClients,
            ScheduledEnds ends,
            Results results,
            RandomGenerator random) {
        this.targets = targets;
        this.jdkClients = jdkClients;
        this.ends = ends;
        this.results = results;
        this.random = random;
    }

    /** Up to the deadline, a {@link System#nanoTime}. */
    void live(List<Action.Named> actions, long deadline) {
        while (deadline - System.nanoTime() > 0) {
            target = targets.get(random.nextInt(targets.size()));
            once(actions.get(random.nextInt(actions.size())));
        }
    }

    private void once(Action.Named action) {
        connection = null;
        open = 0;
        long begun = System.nanoTime();
        try {
            action.action().perform(this);
            results.told("the connection ends, said the answer before", open);
        } catch (ClientConnection.ClosedBetweenRequestsException e) {
            if (e.isLegal() || target.stock()) {
                results.told("closed between requests", open);
            } else {
                ended(action, e, begun);
            }
        } catch (Exception | AssertionError e) {
            ended(action, e, begun);
        } finally {
            close();
            results.action(action.name(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        }
    }

    private void ended(Action.Named action, Throwable thrown, long begun) {
        Optional<Disruption> disruption = target.disruptions().explain(thrown, begun);
        if (thrown instanceof Exception && connection != null && connection.left()) {
            results.left("in the middle", open);
        } else if (disruption.isPresent()) {
            results.told("during " + disruption.get(), open);
        } else {
            results.wrong(open);
            fault(action, thrown);
        }
    }

    /** A request is about to be sent. */
    void asks() {
        open++;
        results.sent();
    }

    /** A request has been answered as it should be. */
    void answered() {
        open--;
        results.answer();
    }

    /** One of several requests has been told that it gets no answer. */
    void told(String how) {
        open--;
        results.told(how, 1);
    }

    /** The client has given up one of several requests. */
    void leavesOne(String how) {
        open--;
        results.left(how, 1);
    }

    private void fault(Action.Named action, Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        String where = "";
        for (StackTraceElement each : stack) {
            if (each.getClassName().startsWith(getClass().getPackageName())) {
                where = " at " + each;
                break;
            }
        }
        results.fault(target + " " + action.name() + ": " + thrown + where);
    }

    private void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException over) {
                // It is what was wanted.
            }
        }
    }

    /** A connection of this client's, which ends with the action or before. */
    ClientConnection open() throws IOException {
        return open(0);
    }

    /**
     * @param receiveBuffer bytes, 0 is the system's
     */
    ClientConnection open(int receiveBuffer) throws IOException {
        RawConnection raw = RawConnection.open(target.port(), target.tls(), receiveBuffer);
        connection = ends.open(raw, random, LEAVING);
        return connection;
    }

    /** One that is left at some moment in any case. */
    ClientConnection openToLeave(boolean tls) throws IOException {
        RawConnection raw = RawConnection.open(target.port(), tls);
        ClientEnd how = ClientEnd.values()[random.nextInt(ClientEnd.values().length)];
        connection = ends.open(raw, random, how);
        return connection;
    }

    /** One that is not left. */
    ClientConnection openToStay(boolean tls) throws IOException {
        connection = ends.open(RawConnection.open(target.port(), tls), random, 0);
        return connection;
    }

    Target target() {
        return target;
    }

    ScheduledEnds ends() {
        return ends;
    }

    Results results() {
        return results;
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
    HttpClient jdkClient() {
        return jdkClients.get(target).any(random);
    }

    /** Of what it asks for. */
    URI jdkClientUri(String path) {
        return jdkClients.get(target).uri(path);
    }
}

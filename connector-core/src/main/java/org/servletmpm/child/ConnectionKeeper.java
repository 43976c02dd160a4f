package org.servletmpm.child;

import java.io.IOException;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Keeper;
import org.servletmpm.connection.Task;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.AsyncState;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.WorkerStatus;
import org.servletmpm.waiting.BoundPlace;
import org.servletmpm.waiting.Watch;

/**
 * What a child does for its connections. Any thread: it decides who waits and who runs, and writes
 * what happens to the scoreboard.
 */
final class ConnectionKeeper implements Keeper {

    private final Child child;
    private final Family family;
    private final ChildScore score;
    private final Model model;

    ConnectionKeeper(Child child, Family family) {
        this.child = child;
        this.family = family;
        this.score = child.score();
        this.model = family.directives().model();
    }

    /** A connection of this child begins. */
    void adopted(Connection connection) {
        score.connection(1);
        count(connection.state(), 1);
    }

    // ---- who waits, who runs

    @Override
    public void armed(Connection connection, Interest interest) {
        Watch watch = Watch.of(connection);
        BoundPlace place = watch.place();
        if (family.isDraining()) {
            hasten(connection);
        }
        long word = interest.get();
        if (word != 0 && (place == null || !place.armed(Interest.urgency(word)))) {
            child.watch(watch);
        }
    }

    /**
     * While draining, who sends nothing is not waited for as long as before. A request that is on
     * its way when the drain begins is still served.
     *
     * @return whether a deadline has moved
     */
    boolean hasten(Connection connection) {
        long patience =
                switch (connection.state()) {
                    case FIRST_BYTES -> Family.FIRST_BYTES_PATIENCE;
                    case KEEP_ALIVE -> Family.KEEP_ALIVE_PATIENCE;
                    default -> 0;
                };
        return patience > 0 && connection.interest(Kind.READ).shorten(family.now() + patience);
    }

    @Override
    public boolean await(Connection connection, Kind kind, long timeoutMillis) throws IOException {
        BoundPlace place = Watch.of(connection).place();
        return place != null && place.isOwner()
                ? place.await(kind, timeoutMillis)
                : family.waits().await(connection, kind, timeoutMillis);
    }

    @Override
    public void submit(Connection connection, Task task) {
        BoundPlace place = Watch.of(connection).place();
        if (place == null) {
            child.execute(task);
            return;
        }
        place.submit(task);
        if (Watch.of(connection).place() != place && place.takeBack(task)) {
            child.execute(task);
        }
    }

    // ---- what happens

    @Override
    public void moved(Connection connection, ConnectionState from, ConnectionState to) {
        count(from, -1);
        count(to, 1);
    }

    /** mod_status's async columns count connections that no thread is bound to. */
    private void count(ConnectionState state, int delta) {
        if (model == Model.EVENT) {
            if (state == ConnectionState.FIRST_BYTES) {
                score.async(AsyncState.WAIT_IO, delta);
            } else if (state == ConnectionState.KEEP_ALIVE) {
                score.async(AsyncState.KEEPALIVE, delta);
            }
        }
    }

    @Override
    public void requestStarted(Connection connection) {
        Watch.of(connection).requestStarted(System.nanoTime());
        if (Thread.currentThread() instanceof Worker worker) {
            if (!model.bound()) {
                worker.score().connectionTaken(connection.id());
            }
            worker.score().status(WorkerStatus.WRITING);
            worker.score().requestStarted(System.currentTimeMillis());
        }
    }

    @Override
    public void requestFinished(Connection connection, long bytes) {
        long nanos = System.nanoTime() - Watch.of(connection).requestStarted();
        if (Thread.currentThread() instanceof Worker worker) {
            worker.score().requestFinished(System.currentTimeMillis(), bytes, nanos);
        } else {
            score.requestFinishedElsewhere(bytes, nanos);
        }
    }

    @Override
    public void closed(Connection connection) {
        Watch watch = Watch.of(connection);
        connection.cancel(Kind.READ);
        connection.cancel(Kind.WRITE);
        watch.wakeWaiters();
        if (child.abandon(watch)) {
            score.connection(-1);
            family.turn().released();
        }
    }

    // ---- the engine's clock and its end

    @Override
    public boolean isDraining() {
        return family.isDraining();
    }

    @Override
    public long now() {
        return family.now();
    }
}

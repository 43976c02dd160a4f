package org.servletmpm.child;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.servletmpm.connection.Connection;
import org.servletmpm.waiting.BoundPlace;

/**
 * prefork: the child's only worker accepts what it serves. Runs in that worker's thread, except
 * {@link #turn}.
 */
final class AcceptingSource implements WorkSource, AcceptTurn.Candidate {

    private final Child child;
    private final Family family;

    AcceptingSource(Child child, Family family) {
        this.child = child;
        this.family = family;
    }

    @Override
    public void turn(boolean held) {
        child.wakeWorkers();
    }

    @Override
    public int slot() {
        return child.slot();
    }

    @Override
    public boolean leaves() {
        return child.isLeaving();
    }

    @Override
    public Runnable next(Worker worker) throws IOException {
        BoundPlace own = worker.place();
        child.intake().leaveIfWornOut();
        while (!child.isEnding() && !child.dismissesIdle()) {
            child.heartbeat().beat();
            family.turn().want(this);
            if (!isHolder()) {
                own.stopAccepting();
                own.idle(0);
                continue;
            }
            Connection connection = accept(own);
            if (connection != null) {
                return worker.serves(connection);
            }
        }
        own.stopAccepting();
        family.turn().withdraw(this);
        return null;
    }

    private boolean isHolder() {
        return family.turn().isHeldBy(this);
    }

    private Connection accept(BoundPlace own) throws IOException {
        SocketChannel channel;
        try {
            if (!family.isDraining()) {
                own.startAccepting(family.socket());
                own.idle(0);
                if (!isHolder()) {
                    return null;
                }
            }
            channel = family.socket().accept();
        } catch (ClosedChannelException e) {
            family.turn().close();
            return null;
        } catch (IOException e) {
            own.stopAccepting();
            // Not in the selector, which the line above has woken; an end of the child unparks.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(family.acceptFailed(child, e)));
            return null;
        }
        if (channel == null) {
            if (family.isDraining()) {
                own.stopAccepting();
                family.queueIsEmpty();
            }
            return null;
        }
        own.stopAccepting();
        return open(channel);
    }

    /** The turn passes on afterwards: the container may have said that it wants no more. */
    private Connection open(SocketChannel channel) {
        Connection connection = child.intake().open(channel);
        family.taken(this, false, connection != null);
        return connection;
    }
}

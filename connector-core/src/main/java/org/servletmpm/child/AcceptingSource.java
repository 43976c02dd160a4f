package org.servletmpm.child;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.servletmpm.connection.Connection;
import org.servletmpm.waiting.BoundSelector;

/**
 * prefork: the child's only worker accepts what it serves. Runs in that worker's thread, except
 * {@link #turn}.
 */
final class AcceptingSource implements WorkSource, AcceptMutex.Candidate {

    private final Child child;
    private final ChildGroup group;

    AcceptingSource(Child child, ChildGroup group) {
        this.child = child;
        this.group = group;
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
        BoundSelector own = worker.place();
        child.acceptPolicy().leaveIfWornOut();
        while (!child.isEnding() && !child.dismissesIdle()) {
            child.heartbeat().beat();
            group.acceptMutex().want(this);
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
        group.acceptMutex().withdraw(this);
        return null;
    }

    private boolean isHolder() {
        return group.acceptMutex().isHeldBy(this);
    }

    private Connection accept(BoundSelector own) throws IOException {
        SocketChannel channel;
        try {
            if (!group.isDraining()) {
                own.startAccepting(group.socket());
                own.idle(0);
                if (!isHolder()) {
                    return null;
                }
            }
            channel = group.socket().accept();
        } catch (ClosedChannelException e) {
            group.acceptMutex().close();
            return null;
        } catch (IOException e) {
            own.stopAccepting();
            // Not in the selector, which the line above has woken; an end of the child unparks.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(group.acceptFailed(child, e)));
            return null;
        }
        if (channel == null) {
            if (group.isDraining()) {
                own.stopAccepting();
                group.queueIsEmpty();
            }
            return null;
        }
        own.stopAccepting();
        return open(channel);
    }

    /** The turn passes on afterwards: the container may have said that it wants no more. */
    private Connection open(SocketChannel channel) {
        Connection connection = child.acceptPolicy().open(channel);
        group.taken(this, false, connection != null);
        return connection;
    }
}

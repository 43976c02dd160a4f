package org.servletmpm.accept;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.servletmpm.connection.Connection;
import org.servletmpm.waiting.BoundSelector;
import org.servletmpm.worker.Assignment;
import org.servletmpm.worker.WorkSource;
import org.servletmpm.worker.Worker;

/**
 * Lets the only worker of a prefork child accept what it serves. Everything runs in that worker's
 * thread, except {@link #wake} and {@link #isFree}.
 */
public final class AcceptingWorker implements WorkSource, Acceptor.Driver {

    private final AcceptChild child;
    private final ListeningSocket socket;
    private final AcceptPolicy policy;
    private final Acceptor acceptor;

    /** The worker whose thread accepts; another one when it was replaced. */
    private volatile Worker worker;

    public AcceptingWorker(AcceptParts parts) {
        this.child = parts.child();
        this.socket = parts.socket();
        this.policy = parts.policy(draining -> true);
        this.acceptor = new Acceptor(child, socket, policy, parts.connections(), this);
    }

    public Acceptor acceptor() {
        return acceptor;
    }

    public AcceptPolicy policy() {
        return policy;
    }

    /** {@inheritDoc} The worker is started as all workers are. */
    @Override
    public void start() {}

    /** {@inheritDoc} One that has not begun looks by itself when it does. */
    @Override
    public void wake() {
        Worker accepting = worker;
        if (accepting != null) {
            accepting.wake();
        }
    }

    @Override
    public boolean isFree() {
        return false;
    }

    @Override
    public void unwatch() throws IOException {
        worker.place().stopAccepting();
    }

    /** {@inheritDoc} The worker waits with its connection from now on. */
    @Override
    public void accepted() throws IOException {
        unwatch();
    }

    /**
     * {@inheritDoc} Not in the selector, which ending to watch has woken; an end of the child
     * unparks the worker.
     */
    @Override
    public void rest(long millis) throws IOException {
        unwatch();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Override
    public Assignment next(Worker self) throws IOException {
        worker = self;
        BoundSelector place = self.place();
        policy.leaveAtMaxConnections();
        while (!self.pool().isOver()) {
            child.comesRound();
            acceptor.want();
            if (!acceptor.isHolder()) {
                place.stopAccepting();
                place.idle(0);
                continue;
            }
            if (!socket.isDraining() && !awaitClient(place)) {
                continue;
            }
            Connection connection = acceptor.take();
            if (connection != null) {
                return self.serves(connection);
            }
        }
        place.stopAccepting();
        acceptor.withdraw();
        return null;
    }

    /**
     * @return whether the worker may accept
     */
    private boolean awaitClient(BoundSelector place) throws IOException {
        try {
            place.startAccepting(socket.channel());
        } catch (ClosedChannelException e) {
            socket.closedByOthers();
            return false;
        }
        place.idle(0);
        return acceptor.isHolder();
    }
}

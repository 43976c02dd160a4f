package org.servletmpm.accept;

import java.io.IOException;

/**
 * Lets the listener of a child of worker or event accept, one connection a turn. Everything runs in
 * the thread that has the listener's duty, except {@link #wake} and {@link #isFree}.
 */
public final class AcceptingListener implements AcceptDuty, Acceptor.Driver {

    /** Takes what is accepted. */
    public interface Recipient {

        /** Takes one connection, if it can be served. The accepting thread. */
        void takeOne(Acceptor acceptor) throws IOException;
    }

    /** How long a sibling in another process may take to accept what is left to it. */
    private static final long YIELD_MILLIS = 2;

    private final AcceptChild child;
    private final ListeningSocket socket;
    private final IdleEviction eviction;
    private final Recipient recipient;
    private final AcceptPolicy policy;
    private final Acceptor acceptor;

    /** When accepting is tried again after a failure, on the engine's clock; 0 when it is not. */
    private long retryAt;

    /** Until then a sibling with fewer connections has had its chance, on the engine's clock. */
    private long yieldedUntil;

    /** Accepting rests because as many connections are open as may be. */
    private boolean full;

    /** One of those is being evicted. */
    private boolean roomComes;

    public AcceptingListener(AcceptParts parts, Capacity capacity, Recipient recipient) {
        this.child = parts.child();
        this.socket = parts.socket();
        this.eviction = parts.eviction();
        this.recipient = recipient;
        this.policy = parts.policy(capacity);
        this.acceptor = new Acceptor(child, socket, policy, parts.connections(), this);
    }

    public Acceptor acceptor() {
        return acceptor;
    }

    public AcceptPolicy policy() {
        return policy;
    }

    @Override
    public void start() {
        child.startListener();
    }

    @Override
    public void wake() {
        if (!child.isOnDuty()) {
            child.wakeListener();
        }
    }

    @Override
    public boolean isFree() {
        return true;
    }

    @Override
    public void unwatch() throws IOException {
        child.selector().accepting(socket.channel(), false);
    }

    /** {@inheritDoc} The listener goes on watching, as it does not serve. */
    @Override
    public void accepted() {}

    @Override
    public void rest(long millis) {
        retryAt = socket.now() + millis;
    }

    @Override
    public long untilRetry() {
        return retryAt == 0 ? 0 : Math.max(retryAt - socket.now(), 1);
    }

    @Override
    public void accept(boolean acceptable) throws IOException {
        assert child.isOnDuty();
        policy.acceptAgain();
        if (retryAt != 0 && (untilRetry() <= 1 || full && hasRoom())) {
            retryAt = 0;
            full = false;
        }
        if (!policy.canServe()) {
            acceptor.withdraw();
        } else if (acceptor.isHolder() && retryAt == 0 && (acceptable || socket.isDraining())) {
            acceptOneIfAdmitted();
        }
        if (!acceptor.isHolder() && policy.canServe()) {
            acceptor.want();
        }
        boolean watch = acceptor.isHolder() && retryAt == 0;
        child.selector().accepting(socket.channel(), watch && socket.isOpen());
        if (watch && socket.isDraining()) {
            // The next turn must not sleep.
            child.selector().wake();
        }
    }

    private void acceptOneIfAdmitted() throws IOException {
        if (!policy.admits()) {
            acceptor.withdraw();
        } else if (socket.mutex().isFull()) {
            full = true;
            // In another process its client may find a place without anybody having to give way.
            roomComes =
                    !child.score().hasMoreConnectionsThanAnother() && eviction.ask(socket.now());
            // The client that waits would wake the listener all the time.
            retryAt = socket.now() + IdleEviction.IDLE_MILLIS;
        } else if (socket.now() >= yieldedUntil && child.score().hasMoreConnectionsThanAnother()) {
            retryAt = socket.now() + YIELD_MILLIS;
            yieldedUntil = retryAt + YIELD_MILLIS;
        } else {
            recipient.takeOne(acceptor);
            policy.leaveAtMaxConnections();
        }
    }

    private boolean hasRoom() {
        return !socket.mutex().isFull() || roomComes && !eviction.isUnderWay();
    }

    @Override
    public void end() throws IOException {
        try {
            unwatch();
        } finally {
            acceptor.withdraw();
        }
    }
}

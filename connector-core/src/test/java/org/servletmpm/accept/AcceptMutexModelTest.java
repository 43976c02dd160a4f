package org.servletmpm.accept;

import static org.servletmpm.ModelCheck.check;
import static org.servletmpm.ModelCheck.join;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * Children that ask for the mutex, accept, leave and are told to pause, in every order that
 * Lincheck finds. A client that nobody accepts is a deadlock, which it reports.
 */
class AcceptMutexModelTest {

    private static final int ORDERS = 600;

    /** The children, and the clients that wait in the backlog. */
    private static final class Port {
        private final AcceptMutex mutex;
        private final AtomicInteger queued;
        private final AtomicInteger accepting = new AtomicInteger();
        private final Thread test = Thread.currentThread();
        private final List<Accepting> children =
                List.of(new Accepting(this, 0), new Accepting(this, 1));

        /** Nobody takes the mutex from its holder, so one accepts at a time. */
        private final boolean exclusive;

        Port(int limit, int clients, boolean exclusive) {
            this.exclusive = exclusive;
            mutex = new AcceptMutex(limit, false);
            queued = new AtomicInteger(clients);
        }

        void start() {
            children.forEach(Thread::start);
        }

        void awaitEnd() {
            children.forEach(child -> join(child));
            check(queued.get() == 0, "queued: " + queued.get());
        }
    }

    /** Accepts when it holds the mutex, and sleeps otherwise, as a listener does. */
    private static final class Accepting extends Thread implements AcceptMutex.Candidate {
        private final Port port;
        private final int slot;
        private volatile boolean leaving;

        Accepting(Port port, int slot) {
            this.port = port;
            this.slot = slot;
        }

        @Override
        public void look(boolean held) {
            LockSupport.unpark(this);
        }

        @Override
        public int slot() {
            return slot;
        }

        @Override
        public boolean leaves() {
            return leaving;
        }

        void leave() {
            leaving = true;
            LockSupport.unpark(this);
        }

        private boolean goesOn() {
            return port.queued.get() > 0 && !leaving;
        }

        @Override
        public void run() {
            while (goesOn()) {
                port.mutex.want(this);
                if (port.mutex.isHeldBy(this)) {
                    accept();
                } else if (goesOn()) {
                    LockSupport.park(this);
                }
            }
            port.mutex.withdraw(this);
            check(!port.mutex.isHeldBy(this), "holds it to the end: " + slot);
        }

        private void accept() {
            int others = port.accepting.getAndIncrement();
            check(others == 0 || !port.exclusive, "two accept at once");
            int queued = port.queued.getAndUpdate(clients -> Math.max(clients - 1, 0));
            port.accepting.decrementAndGet();
            if (queued > 0) {
                port.mutex.taken(this, true);
                LockSupport.unpark(port.test);
            }
            if (queued == 1) {
                port.children.forEach(LockSupport::unpark);
            }
        }
    }

    @Test
    void oneAtATimeAcceptsUntilNobodyWaits() {
        Lincheck.runConcurrentTest(
                ORDERS,
                () -> {
                    Port port = new Port(0, 2, true);
                    port.start();
                    port.awaitEnd();
                    check(port.mutex.connections() == 2, "open: " + port.mutex.connections());
                });
    }

    @Test
    void aChildThatLeavesPassesItOn() {
        Lincheck.runConcurrentTest(
                ORDERS,
                () -> {
                    Port port = new Port(0, 2, true);
                    port.start();
                    port.children.get(0).leave();
                    port.awaitEnd();
                });
    }

    @Test
    void aConnectionThatEndsLetsTheNextClientIn() {
        Lincheck.runConcurrentTest(
                ORDERS,
                () -> {
                    Port port = new Port(1, 2, true);
                    port.start();
                    while (port.mutex.connections() == 0) {
                        LockSupport.park();
                    }
                    port.mutex.released();
                    port.awaitEnd();
                    check(port.mutex.connections() == 1, "open: " + port.mutex.connections());
                });
    }

    @Test
    void afterAPauseSomebodyAcceptsAgain() {
        Lincheck.runConcurrentTest(
                ORDERS,
                () -> {
                    Port port = new Port(0, 1, false);
                    port.start();
                    port.mutex.open(false);
                    port.mutex.open(true);
                    port.awaitEnd();
                });
    }
}

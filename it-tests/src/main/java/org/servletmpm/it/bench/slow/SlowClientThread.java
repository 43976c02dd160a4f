package org.servletmpm.it.bench.slow;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Slow clients, all served by one thread of their own, in the order in which they are due. */
public final class SlowClientThread implements AutoCloseable {

    /** Makes one client. */
    @FunctionalInterface
    interface Kind {
        SlowClient client(int port, long firstTurn, LongAdder received, ByteBuffer shared);
    }

    private static final int BUFFER = 16 * 1024;

    private final PriorityQueue<SlowClient> clients =
            new PriorityQueue<>(Comparator.comparingLong(SlowClient::due));
    private final LongAdder received = new LongAdder();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "slow clients");
    private volatile boolean over;

    private SlowClientThread() {}

    /** So many that each read a megabyte at 100 KB/s, again and again. */
    public static SlowClientThread readers(int number, int port) {
        return of(SlowReader::new, number, port, 100);
    }

    /**
     * @param arrivalMillis from the first to the last
     */
    static SlowClientThread of(Kind kind, int number, int port, long arrivalMillis) {
        SlowClientThread clientThreads = new SlowClientThread();
        ByteBuffer shared = ByteBuffer.allocateDirect(BUFFER);
        long now = System.nanoTime();
        long arrival = TimeUnit.MILLISECONDS.toNanos(arrivalMillis);
        for (int i = 0; i < number; i++) {
            clientThreads.clients.add(
                    kind.client(port, now + arrival * i / number, clientThreads.received, shared));
        }
        clientThreads.thread.start();
        return clientThreads;
    }

    /** How many bytes they have read so far. */
    public long received() {
        return received.sum();
    }

    private void run() {
        try {
            serve();
        } finally {
            clients.forEach(SlowClient::close);
            end.complete(null);
        }
    }

    private void serve() {
        while (!over) {
            SlowClient next = clients.peek();
            if (next == null) {
                return;
            }
            long wait = next.due() - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(this, wait);
            } else {
                clients.poll();
                next.turn();
                clients.add(next);
            }
        }
    }

    /** Their connections have ended when it returns. */
    @Override
    public void close() {
        over = true;
        LockSupport.unpark(thread);
        end.join();
    }
}

package org.servletmpm.demo.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * {@value #CLIENTS} clients that do the same, and a normal client beside them: a thread each, until
 * the crowd is closed.
 */
final class Crowd implements AutoCloseable {
    static final int CLIENTS = 32;

    /** Milliseconds that the crowd is ahead of the normal client. */
    private static final int AHEAD = 1_000;

    /** Milliseconds between two requests of the normal client. */
    private static final int INTERVAL = 250;

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();

    /** Numbers of the clients that were answered at least once. */
    private final Set<Integer> served = ConcurrentHashMap.newKeySet();

    private final NormalClient normal = new NormalClient();
    private volatile boolean closed;

    Crowd(int port, Load load) {
        this.port = port;
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            begin("demo-crowd-" + i, () -> repeat(load, number));
        }
        begin("demo-normal-client", this::askNormally);
    }

    private void begin(String name, Runnable client) {
        Thread thread = new Thread(client, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** How many clients of the crowd were answered at least once. */
    int served() {
        return served.size();
    }

    NormalClient normal() {
        return normal;
    }

    private void repeat(Load load, int number) {
        while (!closed) {
            try (ClientConnection connection = connection(0)) {
                load.use(connection, () -> served.add(number));
            } catch (IOException ended) {
                pause(INTERVAL);
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void askNormally() {
        pause(AHEAD);
        while (!closed) {
            long begin = System.nanoTime();
            try (ClientConnection connection = connection(NormalClient.PATIENCE)) {
                connection.ask("/hello");
                normal.answered(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
            } catch (IOException failed) {
                if (!closed) {
                    normal.gaveUp();
                }
            }
            pause(INTERVAL);
        }
    }

    private ClientConnection connection(int patience) throws IOException {
        open.removeIf(ClientConnection::isClosed);
        ClientConnection connection = new ClientConnection();
        open.add(connection);
        if (closed) {
            throw new IOException("the crowd is closed");
        }
        connection.open(port, patience);
        return connection;
    }

    private void pause(int millis) {
        try {
            if (!closed) {
                TimeUnit.MILLISECONDS.sleep(millis);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends every connection, and waits for the threads. */
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        for (ClientConnection each : open) {
            each.close();
        }
        try {
            for (Thread each : threads) {
                each.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

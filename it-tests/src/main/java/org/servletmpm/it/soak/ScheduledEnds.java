package org.servletmpm.it.soak;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.servletmpm.it.client.RawConnection;

/** Ends connections of clients at random moments, in threads of its own, and counts how. */
final class ScheduledEnds implements AutoCloseable {

    private static final int THREADS = 4;

    private final ScheduledExecutorService timer;
    private final Set<RawConnection> silent = ConcurrentHashMap.newKeySet();
    private final Map<ClientEnd, LongAdder> ends = new EnumMap<>(ClientEnd.class);
    private final long silenceMillis;

    /**
     * @param silenceMillis the longest silence
     */
    ScheduledEnds(long silenceMillis) {
        this.silenceMillis = silenceMillis;
        this.timer = Executors.newScheduledThreadPool(THREADS);
        for (ClientEnd each : ClientEnd.values()) {
            ends.put(each, new LongAdder());
        }
    }

    /** Gives the client a connection that it leaves, or does not leave, at a random moment. */
    ClientConnection open(RawConnection raw, RandomGenerator random, double leaving) {
        if (random.nextDouble() >= leaving) {
            return new ClientConnection(raw, this, -1, 0);
        }
        ClientEnd[] all = ClientEnd.values();
        return open(raw, random, all[random.nextInt(all.length)]);
    }

    /** Gives the client a connection that ends in this way, at a random moment. */
    ClientConnection open(RawConnection raw, RandomGenerator random, ClientEnd how) {
        if (how == ClientEnd.SILENCE) {
            return new ClientConnection(
                    raw, this, random.nextInt(8), random.nextLong(silenceMillis));
        }
        ClientConnection connection = new ClientConnection(raw, this, -1, 0);
        // Most requests are over in a few milliseconds: the short times are the interesting ones.
        double part = random.nextDouble();
        long micros = (long) (part * part * part * 200_000);
        timer.schedule(() -> leave(connection, how), micros, TimeUnit.MICROSECONDS);
        return connection;
    }

    private void leave(ClientConnection connection, ClientEnd how) {
        try {
            if (!connection.left()) {
                connection.leave(how);
                ends.get(how).increment();
            }
        } catch (IOException over) {
            // The client was through before.
        }
    }

    void count(ClientEnd how) {
        ends.get(how).increment();
    }

    void keepSilent(RawConnection connection, long millis) {
        count(ClientEnd.SILENCE);
        silent.add(connection);
        timer.schedule(() -> end(connection), millis, TimeUnit.MILLISECONDS);
    }

    private void end(RawConnection connection) {
        silent.remove(connection);
        try {
            connection.close();
        } catch (IOException ended) {
            // By the server, which has lost patience.
        }
    }

    Map<ClientEnd, LongAdder> ends() {
        return ends;
    }

    /** Ends the silent ones too. */
    @Override
    public void close() {
        timer.shutdownNow();
        silent.forEach(this::end);
    }
}

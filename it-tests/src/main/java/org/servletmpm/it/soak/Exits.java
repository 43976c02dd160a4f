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

/** Lets clients leave when their moment comes, in threads of its own, and counts how. */
final class Exits implements AutoCloseable {

    private static final int THREADS = 4;

    private final ScheduledExecutorService timer;
    private final Set<RawConnection> silent = ConcurrentHashMap.newKeySet();
    private final Map<Departure, LongAdder> departures = new EnumMap<>(Departure.class);
    private final long silenceMillis;

    /**
     * @param silenceMillis the longest silence
     */
    Exits(long silenceMillis) {
        this.silenceMillis = silenceMillis;
        this.timer = Executors.newScheduledThreadPool(THREADS);
        for (Departure each : Departure.values()) {
            departures.put(each, new LongAdder());
        }
    }

    /** A visit that is left, or not, as chance has it; and when. */
    Visit visit(RawConnection connection, RandomGenerator random, double leaving) {
        if (random.nextDouble() >= leaving) {
            return new Visit(connection, this, -1, 0);
        }
        Departure[] all = Departure.values();
        return visit(connection, random, all[random.nextInt(all.length)]);
    }

    Visit visit(RawConnection connection, RandomGenerator random, Departure how) {
        if (how == Departure.SILENCE) {
            return new Visit(connection, this, random.nextInt(8), random.nextLong(silenceMillis));
        }
        Visit visit = new Visit(connection, this, -1, 0);
        // Most requests are over in a few milliseconds: the short times are the interesting ones.
        double part = random.nextDouble();
        long micros = (long) (part * part * part * 200_000);
        timer.schedule(() -> leave(visit, how), micros, TimeUnit.MICROSECONDS);
        return visit;
    }

    private void leave(Visit visit, Departure how) {
        try {
            if (!visit.left()) {
                visit.leave(how);
                departures.get(how).increment();
            }
        } catch (IOException over) {
            // The visit was shorter than that.
        }
    }

    void count(Departure how) {
        departures.get(how).increment();
    }

    void keepSilent(RawConnection connection, long millis) {
        count(Departure.SILENCE);
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

    Map<Departure, LongAdder> departures() {
        return departures;
    }

    /** Nobody is silent any more. */
    @Override
    public void close() {
        timer.shutdownNow();
        silent.forEach(this::end);
    }
}

package org.servletmpm.demo.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Puts one server at a time under one load, for {@value #SECONDS} seconds, and keeps what each pair
 * came to. A thread of its own does it.
 */
public final class Comparison implements AutoCloseable {
    public static final int SECONDS = 20;

    private final ComparedServer.Source servers;

    /** The last one of each model and load; guarded by this. */
    private final List<Figures> results = new ArrayList<>();

    /** Alive while a comparison runs; guarded by this. */
    private Thread running = new Thread(() -> {}, "demo-compare-none");

    private boolean closed;

    /** Why the last one came to nothing; guarded by this. */
    private Optional<String> failure = Optional.empty();

    public Comparison(ComparedServer.Source servers) {
        this.servers = servers;
    }

    /**
     * @param results of all that ran, and of the one that runs
     * @param running whether the last of these is still going on
     * @param failure why the last one came to nothing
     */
    public record State(List<Figures> results, boolean running, Optional<String> failure) {}

    /** What is there now. */
    public synchronized State state() {
        return new State(List.copyOf(results), running.isAlive(), failure);
    }

    /** Begins one, unless one runs; tells whether it has begun. */
    public synchronized boolean start(ComparedModel model, Load load) {
        if (closed || running.isAlive()) {
            return false;
        }
        failure = Optional.empty();
        put(Figures.none(model, load));
        running = new Thread(() -> run(model, load), "demo-compare");
        running.setDaemon(true);
        running.setContextClassLoader(Comparison.class.getClassLoader());
        running.start();
        return true;
    }

    private void run(ComparedModel model, Load load) {
        try (ComparedServer server = servers.start(model);
                Crowd crowd = new Crowd(server.port(), load)) {
            long begin = System.nanoTime();
            long seconds = 0;
            while (seconds < SECONDS) {
                TimeUnit.MILLISECONDS.sleep(500);
                seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
                put(Figures.of(model, load, seconds, server, crowd));
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (Exception failed) {
            fail(model + ": " + failed.getMessage());
        }
    }

    private synchronized void put(Figures figures) {
        results.removeIf(old -> old.model() == figures.model() && old.load() == figures.load());
        results.add(figures);
    }

    private synchronized void fail(String why) {
        failure = Optional.of(why);
    }

    /** Ends the one that runs, and begins none any more. */
    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            closed = true;
            last = running;
        }
        last.interrupt();
        try {
            last.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

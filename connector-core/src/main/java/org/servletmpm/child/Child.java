package org.servletmpm.child;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Keeper;
import org.servletmpm.connection.Task;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.AsyncState;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.WorkerStatus;
import org.servletmpm.waiting.BoundPlace;
import org.servletmpm.waiting.Watch;

/**
 * A slot with its own listener and workers, and the connections they keep. Its methods are called
 * by its listener, its workers, and whatever thread the application or the container has; the parts
 * that one thread owns are in {@link Listener} and {@link Worker}.
 */
public final class Child implements Keeper {

    private final Family family;
    private final ChildScore score;
    private final Model model;
    private final IdleWorkers idle = new IdleWorkers();
    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Listener listener;
    private final Worker[] workers;
    private final Auxiliaries auxiliaries;

    private volatile boolean ending;

    Child(Family family, ChildScore score) throws IOException {
        Directives directives = family.directives();
        String name = family.name() + "-" + score.slot() + "." + score.generation();
        this.family = family;
        this.score = score;
        this.model = directives.model();
        this.listener = new Listener(this, family, name + "-listener");
        this.auxiliaries = new Auxiliaries(name, directives.threadsPerChild());
        WorkSource source =
                model.threaded()
                        ? new ThreadedSource(this, family)
                        : new AcceptingSource(this, family);
        workers = new Worker[directives.threadsPerChild()];
        for (int n = 0; n < workers.length; n++) {
            workers[n] =
                    new Worker(
                            this,
                            family,
                            n,
                            source,
                            name + "-worker-" + n,
                            directives.threadStackSize());
        }
    }

    void start() {
        score.accepting(true);
        if (model.threaded()) {
            listener.start();
        }
        for (Worker worker : workers) {
            worker.start();
        }
        if (model == Model.EVENT) {
            listener.wake();
        }
    }

    int slot() {
        return score.slot();
    }

    int generation() {
        return score.generation();
    }

    ChildScore score() {
        return score;
    }

    IdleWorkers idle() {
        return idle;
    }

    boolean isEnding() {
        return ending;
    }

    // ---- accepting

    /**
     * @return whether this child's listener accepts; in prefork its worker does
     */
    boolean accepts() {
        return model.threaded();
    }

    /**
     * @return whether a connection taken now would be served
     */
    boolean canServe() {
        return !ending && (model == Model.EVENT || idle.count() > 0);
    }

    /**
     * @return the worker that a connection about to be taken will be bound to; null in event, or
     *     when none is idle
     */
    Worker reserve() {
        return model == Model.WORKER ? idle.claim() : null;
    }

    /** A worker has nothing to do. */
    void workerIdle() {
        if (model == Model.WORKER) {
            family.turn().want(listener);
        }
    }

    /**
     * Makes a connection of what was accepted. Runs in the accepting thread.
     *
     * @return the connection, or null when the container refused it
     */
    Connection open(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            Connection connection =
                    family.adapter().connection(family.nextConnection(), channel, this);
            connection.attach(new Watch(connection));
            connections.add(connection);
            score.connection(1);
            count(connection.state(), 1);
            return connection;
        } catch (Exception e) {
            family.log(Level.WARNING, "connection refused: " + e, e);
            try {
                channel.close();
            } catch (IOException ignored) {
                family.log(Level.DEBUG, "closing what was refused: " + ignored, ignored);
            }
            family.turn().released();
            return null;
        }
    }

    // ---- work

    /** A fired interest yielded a task. Runs in the listener's thread. */
    void yielded(Connection connection, Task task) {
        if (task.urgency() == Urgency.CONTINUATION) {
            family.lane().execute(task);
        } else {
            submit(connection, task);
        }
    }

    @Override
    public void submit(Connection connection, Task task) {
        BoundPlace place = Watch.of(connection).place();
        if (place == null) {
            execute(task);
            return;
        }
        place.submit(task);
        if (Watch.of(connection).place() != place && place.takeBack(task)) {
            execute(task);
        }
    }

    /** Runs work that no connection's thread has to run. Any thread; never blocks. */
    void execute(Runnable work) {
        if (model.bound()) {
            auxiliaries.execute(work);
            return;
        }
        Worker worker = family.claimIdle(this);
        if (worker != null) {
            worker.assign(work);
            return;
        }
        ready.add(work);
        // A worker that sat down meanwhile has not seen the queue; one that did not, will.
        worker = family.claimIdle(this);
        if (worker != null) {
            worker.assign(Worker.LOOK);
        }
    }

    Runnable pollReady() {
        return ready.poll();
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    // ---- what connections ask for

    @Override
    public void armed(Connection connection, Interest interest) {
        Watch watch = Watch.of(connection);
        BoundPlace place = watch.place();
        long word = interest.get();
        if (word == 0 || place != null && place.armed(Interest.urgency(word))) {
            return;
        }
        watch(watch);
    }

    /** Lets the listener watch what is armed. */
    void watch(Watch watch) {
        listener.post(watch);
    }

    @Override
    public boolean await(Connection connection, Kind kind, long timeoutMillis) throws IOException {
        BoundPlace place = Watch.of(connection).place();
        return place != null && place.isOwner()
                ? place.await(kind, timeoutMillis)
                : family.waits().await(connection, kind, timeoutMillis);
    }

    @Override
    public void moved(Connection connection, ConnectionState from, ConnectionState to) {
        count(from, -1);
        count(to, 1);
    }

    /** mod_status's async columns count connections that no thread is bound to. */
    private void count(ConnectionState state, int delta) {
        if (model == Model.EVENT) {
            if (state == ConnectionState.FIRST_BYTES) {
                score.async(AsyncState.WAIT_IO, delta);
            } else if (state == ConnectionState.KEEP_ALIVE) {
                score.async(AsyncState.KEEPALIVE, delta);
            }
        }
    }

    @Override
    public void requestStarted(Connection connection) {
        Watch.of(connection).requestStarted(System.nanoTime());
        if (Thread.currentThread() instanceof Worker worker) {
            if (!model.bound()) {
                worker.score().connectionTaken(connection.id());
            }
            worker.score().status(WorkerStatus.WRITING);
            worker.score().requestStarted(System.currentTimeMillis());
        }
    }

    @Override
    public void requestFinished(Connection connection, long bytes) {
        long nanos = System.nanoTime() - Watch.of(connection).requestStarted();
        long now = System.currentTimeMillis();
        if (Thread.currentThread() instanceof Worker worker) {
            worker.score().requestFinished(now, bytes, nanos);
        } else {
            score.requestFinishedElsewhere(bytes, nanos);
        }
    }

    @Override
    public void closed(Connection connection) {
        Watch watch = Watch.of(connection);
        connection.cancel(Kind.READ);
        connection.cancel(Kind.WRITE);
        watch.wakeWaiters();
        listener.forget(watch);
        if (connections.remove(connection)) {
            score.connection(-1);
            family.turn().released();
        }
    }

    @Override
    public boolean isDraining() {
        return family.isDraining();
    }

    @Override
    public long patience(Connection connection, long timeoutMillis) {
        if (!family.isDraining()
                || connection.state() != ConnectionState.FIRST_BYTES
                        && connection.state() != ConnectionState.KEEP_ALIVE) {
            return timeoutMillis;
        }
        return timeoutMillis > 0
                ? Math.min(timeoutMillis, Family.DRAINING_PATIENCE)
                : Family.DRAINING_PATIENCE;
    }

    @Override
    public long now() {
        return family.now();
    }

    // ---- the end

    /** Closes idle keep-alive connections and lets everybody see that the engine drains. */
    void drain() {
        score.stopping(true);
        connections.forEach(this::hasten);
        listener.closeIdle();
        wakeWorkers();
    }

    /** Who has sent nothing yet is not waited for as long as before. */
    private void hasten(Connection connection) {
        if (connection.state() == ConnectionState.FIRST_BYTES
                && connection.interest(Kind.READ).shorten(now() + Family.DRAINING_PATIENCE)) {
            Watch watch = Watch.of(connection);
            if (watch.place() == null) {
                watch(watch);
            }
        }
    }

    /** Closes every connection and lets the threads end. */
    void end() {
        ending = true;
        score.accepting(false);
        connections.forEach(Connection::abort);
        listener.wake();
        wakeWorkers();
        auxiliaries.stop();
    }

    void wakeWorkers() {
        for (Worker worker : workers) {
            worker.wake();
        }
    }

    /**
     * Waits for the threads, interrupts who does not come, waits again, and frees the slot.
     *
     * @param endNanos when to begin to interrupt, on {@link System#nanoTime}
     */
    void awaitEnd(long endNanos) throws InterruptedException, IOException {
        for (Worker worker : workers) {
            join(worker, endNanos);
        }
        join(listener.thread(), endNanos);
        listener.discard();
        auxiliaries.awaitEnd(endNanos);
        score.release();
    }

    private void join(Thread thread, long endNanos) throws InterruptedException {
        thread.join(Math.max((endNanos - System.nanoTime()) / 1_000_000, 1));
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(Family.INTERRUPT_MILLIS);
            if (thread.isAlive()) {
                family.log(
                        Level.WARNING, thread.getName() + " does not end; it is left behind", null);
            }
        }
    }
}

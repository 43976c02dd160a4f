package org.servletmpm.child;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.waiting.ListenerWait;
import org.servletmpm.waiting.Watch;

/**
 * A slot with its own listener and workers. Its methods are called by its listener, its workers,
 * and whatever thread the application or the container has; the parts that one thread owns are in
 * {@link Listener} and {@link Worker}.
 */
public final class Child implements ListenerWait.Outlet {

    private final Family family;
    private final ChildScore score;
    private final Model model;
    private final ConnectionKeeper keeper;
    private final IdleWorkers<Worker> idle = new IdleWorkers<>();
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
        this.keeper = new ConnectionKeeper(this, family);
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

    IdleWorkers<Worker> idle() {
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
                    family.adapter().connection(family.nextConnection(), channel, keeper);
            connection.attach(new Watch(connection));
            connections.add(connection);
            keeper.adopted(connection);
            return connection;
        } catch (Exception | Error e) {
            refuse(channel, e);
            return null;
        }
    }

    /** Even without memory for a log line the count is right and the client not left waiting. */
    private void refuse(SocketChannel channel, Throwable cause) {
        try (channel) {
            family.log(Level.WARNING, "connection refused: " + cause, cause);
        } catch (IOException e) {
            family.log(Level.DEBUG, "closing what was refused: " + e, e);
        } finally {
            family.turn().released();
        }
    }

    // ---- work

    @Override
    public void yielded(Connection connection, Task task) {
        if (task.urgency() == Urgency.CONTINUATION) {
            family.lane().execute(task);
        } else {
            keeper.submit(connection, task);
        }
    }

    @Override
    public void failed(Connection connection, Throwable cause) {
        family.failed(Thread.currentThread().getName(), connection, cause);
    }

    /** Lets the listener watch what is armed. */
    void watch(Watch watch) {
        listener.post(watch);
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

    // ---- the end

    /**
     * A connection is closed.
     *
     * @return whether it was one of this child's, and is not any more
     */
    boolean abandon(Watch watch) {
        listener.forget(watch);
        return connections.remove(watch.connection());
    }

    /** Lets idle connections go soon, and everybody see that the engine drains. */
    void drain() {
        score.stopping(true);
        connections.forEach(this::hasten);
        wakeWorkers();
    }

    private void hasten(Connection connection) {
        Watch watch = Watch.of(connection);
        if (keeper.hasten(connection) && watch.place() == null) {
            watch(watch);
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
     * @return the threads that {@link #end} lets end
     */
    Stream<Thread> threads() {
        return Stream.of(
                        Arrays.stream(workers), Stream.of(listener.thread()), auxiliaries.threads())
                .flatMap(threads -> threads);
    }

    /** The threads are gone: the slot is free. */
    void release() throws IOException {
        listener.discard();
        score.release();
    }
}

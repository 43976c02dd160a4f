package org.servletmpm.child;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.servletmpm.accept.AcceptMutex;
import org.servletmpm.connection.Connection;
import org.servletmpm.directive.Directives;
import org.servletmpm.jfr.EngineEvents;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.RequestTimes;
import org.servletmpm.waiting.Watch;
import org.servletmpm.worker.Dispatcher;
import org.servletmpm.worker.Failures;
import org.servletmpm.worker.RequestTimer;
import org.servletmpm.worker.SlowRequest;
import org.servletmpm.worker.StreamDispatcher;
import org.servletmpm.worker.StreamLimit;
import org.servletmpm.worker.WorkerPool;

/**
 * Holds the children of one listening socket in one JVM, and what they share: the accept mutex, the
 * continuation executor, and each other's idle workers. Any thread, except where a method says
 * another.
 */
public final class ChildGroup {

    /** An interrupted thread is waited for so long before it is left behind. */
    static final long INTERRUPT_MILLIS = 1000;

    /** Telling clients and applications of the ends of connections may take so long. */
    private static final long TELLING_MILLIS = 1500;

    private final int backlog;
    private final ChildEvents events;
    private final ChildRegistry registry = new ChildRegistry();
    private final Failures failures;
    private final GroupServices services;
    private final Siblings siblings = new ForChildren();
    private final StreamLimit streamLimit = new StreamLimit(registry);
    private final StreamDispatcher streams;
    private final ChildWatchdog watchdog;

    /**
     * @param name the prefix of all thread names
     * @param directives of which the model, ListenBacklog and the limit of connections hold until
     *     the end
     */
    public ChildGroup(
            String name,
            Directives directives,
            Endpoint endpoint,
            ChildEvents events,
            RateLimitedLogger logger) {
        this.backlog = directives.listenBacklog();
        this.events = events;
        this.failures = new Failures(name, logger);
        this.services = new GroupServices(name, directives, endpoint, failures, registry);
        this.streams = new StreamDispatcher(dispatcher(), streamLimit, services.overload());
        this.watchdog = new ChildWatchdog(registry, siblings, dispatcher(), failures);
    }

    /**
     * @return what an operator should know of its model when it starts, as a line of the log
     */
    public Optional<String> note() {
        return services.model().note();
    }

    /**
     * Starts a child. The parent's thread.
     *
     * @param score its hold on its slot; given back when this fails
     * @throws IOException when there are no descriptors for its selector
     * @throws OutOfMemoryError when there are no threads for it
     */
    public void start(ChildScore score, Directives directives) throws IOException {
        services.directives(directives);
        streamLimit.directives(directives);
        Child child = null;
        try {
            child = new Child(services, siblings, score, directives);
            registry.joined(child);
            child.start();
            EngineEvents.childStarted(services.name(), child.slot(), child.generation());
            // Those that found no sibling for their connections find one now.
            registry.leavingChildren().forEach(Child::wake);
            registry.watches().map(Watch::connection).forEach(streams::beginWaiting);
        } catch (IOException | RuntimeException | Error e) {
            if (child == null) {
                score.release();
            } else {
                siblings.leave(child, "it could not be started");
            }
            throw e;
        } finally {
            if (child != null) {
                child.startEnds();
            }
        }
    }

    /**
     * Lets the children in these slots leave, each as soon as it has finished what it has. Without
     * effect on those that are gone or leaving. None of them takes over what another one leaves.
     */
    public void leave(Collection<Integer> slots, String reason) {
        List<Child> leaving =
                registry.activeChildren()
                        .filter(child -> slots.contains(child.slot()))
                        .filter(Child::decideToLeave)
                        .toList();
        leaving.forEach(registry::leaving);
        leaving.forEach(child -> finish(child, reason));
    }

    /**
     * @return the slots of the children that are not leaving, lowest first
     */
    public List<Integer> active() {
        return registry.activeChildren().map(Child::slot).toList();
    }

    /**
     * @return those of them whose workers have run the application's code
     */
    public List<Integer> used() {
        return registry.activeChildren()
                .filter(child -> child.workers().isUsed())
                .map(Child::slot)
                .toList();
    }

    /** No child can be started before one is gone: those that leave finish what they have. */
    public void hurryLeaving() {
        registry.leavingChildren().forEach(Child::hurry);
    }

    /** Lets the threads go that belong to no child. */
    public void renewContinuations() {
        services.continuations().renew();
    }

    /** Stops (false) or goes on with (true) accepting; what is queued stays in the backlog. */
    public void accept(boolean accepting) {
        mutex().open(accepting);
    }

    /**
     * Exchanges the listening socket, while accepting is {@linkplain #accept stopped}.
     *
     * @param next non-blocking
     * @return what was accepted from before
     */
    public ServerSocketChannel acceptFrom(ServerSocketChannel next) {
        return services.socket().acceptFrom(next);
    }

    /**
     * A stop is to come: responses say that the connection ends, HTTP/2 clients are told to go, and
     * everything else is as before.
     */
    public void announceStop() {
        services.announceStop();
        registry.all().forEach(Child::announceStop);
    }

    /**
     * Accepts what is queued, then closes the socket; responses say that the connection ends, and
     * idle connections go when their clients have had the time to ask once more.
     *
     * @return completed when the socket is closed and the last connection of HTTP is gone
     */
    public CompletableFuture<Void> drain() {
        EngineEvents.drainBegins(services.name(), connections());
        services.announceStop();
        CompletableFuture<Void> drained = services.socket().drain(backlog);
        registry.all().forEach(Child::drain);
        return drained;
    }

    /**
     * As {@link #drain}, but takes nothing more and leaves the socket open: other processes accept
     * from it.
     */
    public void withdraw() {
        services.announceStop();
        services.socket().withdraw();
        registry.all().forEach(Child::drain);
    }

    /**
     * @return what {@link #drain} returns
     */
    public CompletableFuture<Void> drained() {
        return mutex().empty();
    }

    /**
     * Ends everything: the socket, the connections, the threads.
     *
     * @param graceMillis how long a thread may go on before it is interrupted
     */
    public void end(long graceMillis) throws InterruptedException, IOException {
        EngineEvents.drainEnds(services.name(), connections());
        services.announceStop();
        services.socket().close();
        services.overload().end();
        List<Child> children = registry.all();
        children.forEach(Child::end);
        try {
            awaitThreads(children, graceMillis);
            // An interrupt would close the sockets that say their last word.
            services.continuations().finish(TELLING_MILLIS);
        } finally {
            services.continuations().stop();
            for (Child child : children) {
                child.release();
            }
            services.selectors().close();
        }
        services.continuations().awaitEnd(INTERRUPT_MILLIS);
    }

    /**
     * All together: first without, then with an interrupt; one that does not end then is left
     * behind.
     */
    private void awaitThreads(List<Child> children, long graceMillis) throws InterruptedException {
        List<Thread> threads =
                children.stream()
                        .flatMap(Child::threads)
                        .filter(thread -> thread != Thread.currentThread())
                        .toList();
        join(threads, graceMillis);
        threads.forEach(Thread::interrupt);
        join(threads, INTERRUPT_MILLIS);
        for (Thread thread : threads) {
            if (thread.isAlive()) {
                failures.log(
                        Level.WARNING, thread.getName() + " does not end; it is left behind", null);
            }
        }
    }

    private static void join(List<Thread> threads, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (Thread thread : threads) {
            thread.join(Math.max((end - System.nanoTime()) / 1_000_000, 1));
        }
    }

    /**
     * Those that have not been told of before. The parent's thread.
     *
     * @param now on {@link System#nanoTime}
     */
    public List<SlowRequest> slowRequests(long now) {
        return timers().map(timer -> timer.look(now))
                .flatMap(Optional::stream)
                .peek(this::report)
                .toList();
    }

    /**
     * Interrupts the threads of requests that run for longer than RequestTerminateTimeout, once
     * each. The parent's thread.
     *
     * @param now on {@link System#nanoTime}
     * @return these requests
     */
    public List<SlowRequest> terminateRequests(long now) {
        return timers().map(timer -> timer.terminate(now)).flatMap(Optional::stream).toList();
    }

    /**
     * @param now on {@link System#nanoTime}
     * @return how long the oldest request runs, in milliseconds; 0 where requests are not timed
     */
    public long oldestRequestMillis(long now) {
        return timers().mapToLong(timer -> timer.millis(now)).max().orElse(0);
    }

    private Stream<RequestTimer> timers() {
        return services.requestLimits().areWanted()
                ? Stream.concat(
                        registry.all().stream().map(Child::workers).flatMap(WorkerPool::timers),
                        services.poolThreads().timers())
                : Stream.empty();
    }

    private void report(SlowRequest slow) {
        EngineEvents.slowRequest(
                services.name(),
                slow.thread(),
                slow.millis(),
                slow.request().request(),
                slow.stack());
    }

    /** The requests that have ended, by how long they took. Any thread. */
    public RequestTimes requestTimes() {
        return services.requestTimes();
    }

    public int connections() {
        return mutex().connections();
    }

    /** Sees once a second that every child has its threads and gets on. The parent's thread. */
    public void look() {
        watchdog.look();
    }

    /**
     * @return for how many {@linkplain #look looks} no child has been there that accepts, or the
     *     holder of the accept mutex has not come round
     */
    public int stalledFor() {
        return watchdog.stalledFor();
    }

    /**
     * @return runs what lets a blocked thread go on
     */
    public Executor continuations() {
        return services.continuations();
    }

    /**
     * @return runs work that is no connection's next step
     */
    public Executor executor() {
        return dispatcher();
    }

    /**
     * Runs a step of one of several requests that a connection carries at once.
     *
     * @param begins whether the application is given the request by it
     */
    public void executeStream(Connection connection, Runnable step, boolean begins) {
        streams.execute(connection, step, begins);
    }

    /**
     * @return whether a worker that was idle runs it; never in prefork and worker
     */
    public boolean tryExecute(Runnable work) {
        return dispatcher().tryExecute(work);
    }

    public boolean isDraining() {
        return services.isDraining();
    }

    /**
     * @return whether the listening socket is closed, so that no child needs to accept any more
     */
    public boolean isClosed() {
        return mutex().isClosed();
    }

    /** Once a second, in the parent's thread: gives back what is not needed any more. */
    public void tidy() {
        try {
            services.selectors().closeUnused();
        } catch (IOException e) {
            failures.log(Level.DEBUG, "closing a selector: " + e, e);
        }
    }

    private AcceptMutex mutex() {
        return services.socket().mutex();
    }

    private Dispatcher dispatcher() {
        return services.model().dispatcher();
    }

    private void finish(Child child, String reason) {
        child.leave();
        events.leaving(child.slot(), child.generation(), reason);
        EngineEvents.childLeaves(services.name(), child.slot(), child.generation(), reason);
    }

    /** The group, as its children see it. */
    private final class ForChildren implements Siblings {
        @Override
        public boolean hasSuccessor() {
            return services.model().handsOver() && registry.hasActive();
        }

        @Override
        public ConnectionTable successor() {
            return services.model().handsOver() ? registry.successor() : null;
        }

        /** {@inheritDoc} The child decided itself, or the parent did. */
        @Override
        public void leave(Child child, String reason) {
            if (events.mayLeave(reason) && child.decideToLeave()) {
                registry.leaving(child);
                finish(child, reason);
            }
        }

        @Override
        public void leaveAgain(Child child) {
            registry.leaving(child);
            finish(child, "as decided before");
        }

        /** {@inheritDoc} Or the watchdog finds that it has ended. */
        @Override
        public void gone(Child child) {
            if (!registry.gone(child)) {
                return;
            }
            try {
                child.release();
            } catch (IOException e) {
                failures.failed(Level.DEBUG, "the end of a child", e);
            } finally {
                events.gone(child.slot(), child.generation());
                EngineEvents.childEnded(services.name(), child.slot(), child.generation());
            }
        }

        @Override
        public void died(Child child, Thread worker, Error cause, boolean replaced) {
            events.died(worker, child.slot(), child.generation(), cause, replaced);
        }
    }
}

package org.servletmpm.jetty;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.Name;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.component.Dumpable;
import org.eclipse.jetty.util.component.DumpableCollection;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.ThreadPoolBudget;
import org.eclipse.jetty.util.thread.TryExecutor;
import org.servletmpm.directive.ConnectorConfiguration;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.engine.Engine;
import org.servletmpm.engine.EngineHost;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Runs a {@link Server}'s tasks on an engine's workers.
 *
 * <p>With an {@link MpmServerConnector} there is one set of workers and one limit. Tasks that Jetty
 * gives to the server's pool (asynchronous dispatches, {@code AsyncContext.start}) run on the
 * connector's workers and count as busy there; in prefork and worker, whose workers belong to
 * connections, they run on the auxiliary threads of the children. With several such connectors a
 * task of a worker stays with its engine, any other goes to the first connector's. The directives
 * are the connector's.
 *
 * <p>Without one it takes the place of {@code QueuedThreadPool} under Jetty's own connectors:
 * workers in children, as many as spare regulation wants between MinSpareThreads and
 * MaxSpareThreads, at most MaxRequestWorkers, seen in JMX and on the status page as {@code
 * org.servletmpm:type=Mpm,name="mpm-pool"}. More work waits in a queue without a bound.
 *
 * <p>Before the start it belongs to the thread that configures it, then to any thread.
 */
@ManagedObject("A thread pool made of the workers of an httpd processing model")
public class MpmThreadPool extends ContainerLifeCycle
        implements ThreadPool.SizedThreadPool, TryExecutor {

    private static final String DEFAULT_NAME = "mpm-pool";

    /** Null unless it was set. */
    private Integer maxThreads;

    private Integer minThreads;
    private String name = DEFAULT_NAME;
    private final ConnectorConfiguration configuration = new ConnectorConfiguration("property");
    private final ThreadPoolBudget budget = new ThreadPoolBudget(this);

    /** Connectors that will bring their workers, counted when they are made. */
    private final AtomicInteger expected = new AtomicInteger();

    /** The engines of connectors that run, the first to start first. */
    private final List<Engine> shared = new CopyOnWriteArrayList<>();

    /** The pool's own workers; null while connectors bring theirs. */
    private volatile Engine own;

    /** Runs tasks while no connector runs; null while the pool is stopped. */
    private volatile ExecutorService meanwhile;

    private volatile CountDownLatch stopped = new CountDownLatch(0);

    public MpmThreadPool() {}

    /**
     * @param maxThreads as {@link #setMaxThreads}
     */
    public MpmThreadPool(@Name("maxThreads") int maxThreads) {
        setMaxThreads(maxThreads);
    }

    // ---- configuration

    /** Takes a configuration that a builder has collected; the model is event's. */
    public void setDirectives(Directives.Builder collected) {
        configuration.directives(collected.model(Model.EVENT));
    }

    /**
     * Sets a directive for the pool's own workers; a bad value is reported by the start.
     *
     * @param directive its name, in httpd's spelling or camel case
     */
    public void setDirective(@Name("directive") String directive, @Name("value") String value) {
        configuration.set(directive, value);
    }

    /** Sets what the threads and the bean are called by; {@value #DEFAULT_NAME} by default. */
    public void setName(String name) {
        this.name = name;
    }

    @ManagedAttribute("name of the pool")
    public String getName() {
        return name;
    }

    /** Sets the most workers, in Jetty's words; the directive MaxRequestWorkers comes first. */
    @Override
    public void setMaxThreads(int threads) {
        maxThreads = threads;
        configuration.container("maxThreads", threads);
    }

    /**
     * @return MaxRequestWorkers of the workers it has; before the start what was set, or -1
     */
    @Override
    @ManagedAttribute("the most workers")
    public int getMaxThreads() {
        List<Engine> engines = engines();
        if (engines.isEmpty()) {
            return maxThreads == null ? -1 : maxThreads;
        }
        return engines.stream().mapToInt(e -> e.getDirectives().maxRequestWorkers()).sum();
    }

    /**
     * Sets the fewest idle workers, in Jetty's words; the directive MinSpareThreads comes first.
     */
    @Override
    public void setMinThreads(int threads) {
        minThreads = threads;
        configuration.container("minSpareThreads", threads, "minThreads");
    }

    /**
     * @return what was set, or 0
     */
    @Override
    @ManagedAttribute("the fewest idle workers")
    public int getMinThreads() {
        return minThreads == null ? 0 : minThreads;
    }

    @Override
    public ThreadPoolBudget getThreadPoolBudget() {
        return budget;
    }

    // ---- life cycle

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when a directive cannot be what it is set to; the message
     *     has a line for each
     */
    @Override
    protected void doStart() throws Exception {
        stopped = new CountDownLatch(1);
        AtomicInteger number = new AtomicInteger();
        meanwhile =
                Executors.newCachedThreadPool(
                        work -> {
                            Thread thread =
                                    new Thread(work, name + "-early-" + number.getAndIncrement());
                            thread.setDaemon(true);
                            return thread;
                        });
        if (expected.get() == 0) {
            own = startOwn();
            budget.check(getMaxThreads());
        }
        super.doStart();
    }

    private Engine startOwn() throws IOException {
        Engine engine = Engine.ofThreads(configuration.build(), new Alone(), name);
        engine.start();
        return engine;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        Engine engine = own;
        own = null;
        if (engine != null) {
            engine.stop();
        }
        meanwhile.shutdownNow();
        meanwhile = null;
        budget.reset();
        stopped.countDown();
    }

    @Override
    public void join() throws InterruptedException {
        stopped.await();
    }

    /** Answers for the pool's own engine, which has no socket. */
    private static final class Alone implements EngineHost {

        @Override
        public String scheme() {
            return "";
        }

        @Override
        public String serverInfo() {
            return "Jetty/" + Server.getVersion();
        }

        @Override
        public void closeSocket() {
            // There is none.
        }

        @Override
        public void reconfigured(Directives directives) {
            // A restart changes nothing here.
        }
    }

    // ---- connectors that share their workers

    /** Counts a connector that is made for the server of this pool. */
    void expect() {
        expected.incrementAndGet();
    }

    /** Takes the workers of a connector's engine, which runs. */
    void share(Engine engine) {
        shared.add(engine);
    }

    /** Gives up the workers of a connector's engine, which is about to stop. */
    void unshare(Engine engine) {
        shared.remove(engine);
    }

    // ---- work

    /**
     * {@inheritDoc}
     *
     * @throws RejectedExecutionException when the pool is stopped
     */
    @Override
    public void execute(Runnable work) {
        Engine engine = first();
        ExecutorService early = meanwhile;
        if (engine != null) {
            engine.executor().execute(work);
        } else if (early != null) {
            early.execute(work);
        } else {
            throw new RejectedExecutionException(name + " is stopped; refused: " + work);
        }
    }

    @Override
    public boolean tryExecute(Runnable work) {
        Engine engine = first();
        return engine != null && engine.tryExecute(work);
    }

    private Engine first() {
        for (Engine engine : shared) {
            return engine;
        }
        return own;
    }

    private List<Engine> engines() {
        Engine alone = own;
        return alone == null ? shared : List.of(alone);
    }

    // ---- figures

    @Override
    @ManagedAttribute("workers, busy and idle")
    public int getThreads() {
        return sum(snapshot -> snapshot.busyWorkers() + snapshot.idleWorkers());
    }

    @Override
    @ManagedAttribute("idle workers")
    public int getIdleThreads() {
        return sum(Snapshot::idleWorkers);
    }

    @ManagedAttribute("busy workers")
    public int getBusyThreads() {
        return sum(Snapshot::busyWorkers);
    }

    /**
     * @return requests that wait for a worker; 0 without RequestQueueTime and OverloadControl
     */
    @ManagedAttribute("requests that wait for a worker")
    public int getQueueSize() {
        return sum(Snapshot::requestsQueued);
    }

    @Override
    @ManagedAttribute("whether no worker is idle and no more may be started")
    public boolean isLowOnThreads() {
        return !engines().isEmpty() && getBusyThreads() >= getMaxThreads();
    }

    private int sum(ToIntFunction<Snapshot> figure) {
        return engines().stream()
                .map(engine -> engine.getScoreboard().snapshot())
                .mapToInt(figure)
                .sum();
    }

    @Override
    public void dump(Appendable out, String indent) throws IOException {
        Dumpable.dumpObjects(
                out,
                indent,
                this,
                new DumpableCollection(
                        "children",
                        engines().stream()
                                .flatMap(e -> e.getScoreboard().snapshot().childLines().stream())
                                .toList()));
    }

    @Override
    public String toString() {
        return String.format(
                "%s@%x{%s, %d busy, %d idle, at most %d}",
                getClass().getSimpleName(),
                hashCode(),
                name,
                getBusyThreads(),
                getIdleThreads(),
                getMaxThreads());
    }
}

package org.servletmpm.jetty;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.ManagedOperation;
import org.eclipse.jetty.util.annotation.Name;
import org.eclipse.jetty.util.component.Dumpable;
import org.servletmpm.engine.Engine;
import org.servletmpm.engine.EngineMXBean;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Shows the engine among Jetty's managed beans, beside its connector: the figures of the status
 * page, and operations on the engine. Any thread. Before the start and after the stop figures are
 * 0.
 *
 * <p>Public only because Jetty's JMX calls its methods.
 */
@ManagedObject("engine of an HTTP connector with the processing model of an httpd MPM")
public final class EngineFigures implements Dumpable {

    private final Supplier<Engine> engine;
    private final EngineDump dump;

    EngineFigures(Supplier<Engine> engine) {
        this.engine = engine;
        this.dump = new EngineDump(engine);
    }

    @Override
    public String dumpSelf() {
        return dump.dumpSelf();
    }

    @Override
    public void dump(Appendable out, String indent) throws IOException {
        dump.dump(out, indent);
    }

    private <T> T read(Function<EngineMXBean, T> figure, T otherwise) {
        Engine current = engine.get();
        return current == null ? otherwise : figure.apply(current.bean());
    }

    private <T> T figure(Function<Snapshot, T> figure, T otherwise) {
        Engine current = engine.get();
        return current == null ? otherwise : figure.apply(current.getScoreboard().snapshot());
    }

    private EngineMXBean running() {
        Engine current = engine.get();
        if (current == null) {
            throw new IllegalStateException("the connector has not been started");
        }
        return current.bean();
    }

    @ManagedAttribute("what takes effect: a directive and its value each")
    public List<String> getDirectives() {
        return read(
                bean ->
                        bean.getDirectives().entrySet().stream()
                                .map(each -> each.getKey() + " " + each.getValue())
                                .toList(),
                List.of());
    }

    @ManagedAttribute("how many graceful restarts there were")
    public int getGeneration() {
        return figure(Snapshot::generation, 0);
    }

    @ManagedAttribute("whether accepting is paused")
    public boolean isPaused() {
        return read(EngineMXBean::isPaused, false);
    }

    @ManagedAttribute("children, leaving ones included")
    public int getChildren() {
        return figure(Snapshot::processes, 0);
    }

    @ManagedAttribute("children that are leaving")
    public int getStopping() {
        return figure(Snapshot::stopping, 0);
    }

    @ManagedAttribute("workers that have something to do or (prefork, worker) wait for a client")
    public int getBusyWorkers() {
        return figure(Snapshot::busyWorkers, 0);
    }

    @ManagedAttribute("workers that wait for work")
    public int getIdleWorkers() {
        return figure(Snapshot::idleWorkers, 0);
    }

    @ManagedAttribute("workers that finish what they do and then end")
    public int getGracefulWorkers() {
        return figure(Snapshot::gracefulWorkers, 0);
    }

    @ManagedAttribute("open connections")
    public int getConnections() {
        return figure(Snapshot::connsTotal, 0);
    }

    @ManagedAttribute("connections that wait, without a worker, for the next request")
    public int getAsyncKeepAlive() {
        return figure(now -> now.async().keepAlive(), 0);
    }

    @ManagedAttribute("requests served since the start")
    public long getTotalAccesses() {
        return figure(Snapshot::totalAccesses, 0L);
    }

    @ManagedAttribute("one letter for each worker, as mod_status shows them")
    public String getScoreboard() {
        return read(EngineMXBean::getScoreboardLetters, "");
    }

    @ManagedOperation(
            value = "take no new connections; they wait in the backlog",
            impact = "ACTION")
    public void pause() {
        running().pause();
    }

    @ManagedOperation(value = "end a pause", impact = "ACTION")
    public void resume() {
        running().resume();
    }

    /**
     * @return a line for each correction or note
     * @throws IllegalArgumentException with a line for each error; nothing has changed then
     * @throws IllegalStateException when the connector has not been started
     */
    @ManagedOperation(
            value = "graceful restart with the directives of a file; returns what was corrected",
            impact = "ACTION")
    public String reload(@Name("file") String file) {
        return running().reload(file);
    }

    /**
     * @throws IllegalStateException when the connector has not been started
     */
    @ManagedOperation(value = "graceful restart: all children are replaced", impact = "ACTION")
    public void graceful() {
        running().graceful();
    }
}

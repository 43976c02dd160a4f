package org.servletmpm.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.servletmpm.directive.Directives;
import org.servletmpm.life.Supervisor;
import org.servletmpm.probe.ProbedEngine;
import org.servletmpm.probe.Readiness;
import org.servletmpm.status.EngineName;
import org.servletmpm.status.ProcessStatus;
import org.servletmpm.status.Processes;
import org.servletmpm.status.StatusAnswer;

/** Says what a control is, to JMX, the status pages and the probes. Any thread. */
final class ControlStatus implements ControlMXBean, ProbedEngine {

    private final EngineName name;
    private final Supervisor parent;
    private final ProcessChildren children;
    private final ListenQueue queue = new ListenQueue(Path.of("/proc"));

    ControlStatus(EngineName name, Supervisor parent, ProcessChildren children) {
        this.name = name;
        this.parent = parent;
        this.children = children;
    }

    private Directives directives() {
        return parent.directives();
    }

    @Override
    public String getModel() {
        return directives().model().toString();
    }

    @Override
    public String getAddress() {
        return name.address();
    }

    @Override
    public int getPort() {
        return name.port();
    }

    @Override
    public String getServerInfo() {
        return "Servlet MPM control";
    }

    @Override
    public Map<String, String> getDirectives() {
        return directives().effective();
    }

    @Override
    public Map<String, String> getDirectiveOrigins() {
        return directives().origins();
    }

    @Override
    public String address() {
        return name.address();
    }

    @Override
    public int port() {
        return name.port();
    }

    @Override
    public Readiness readiness() {
        if (parent.shutdown().isAnnounced()) {
            return Readiness.DRAINING;
        }
        if (children.isPaused()) {
            return Readiness.PAUSED;
        }
        if (children.facts().stream().noneMatch(ChildFacts::serves)) {
            return Readiness.STARTING;
        }
        return children.areSick() ? Readiness.SICK : Readiness.READY;
    }

    /**
     * @return what the status says of the children beside the scoreboard, as it is now
     */
    Processes processes() {
        List<ProcessStatus> each =
                children.facts().stream()
                        .map(
                                child ->
                                        new ProcessStatus(
                                                child.slot(),
                                                child.generation(),
                                                child.pid(),
                                                child.stateName(),
                                                child.ageSeconds(),
                                                child.snapshot(),
                                                child.archive(),
                                                child.memory()))
                        .toList();
        return new Processes(each, queue.length(), children.areSick());
    }

    @Override
    public boolean isPaused() {
        return children.isPaused();
    }

    @Override
    public boolean isDraining() {
        return parent.shutdown().isStopping();
    }

    @Override
    public int getListenQueue() {
        return queue.length();
    }

    @Override
    public List<ChildBean> getChildren() {
        return processes().children().stream().map(ChildBean::new).toList();
    }

    @Override
    public String status(String query) {
        return StatusAnswer.text(query, name.address(), name.port());
    }

    /** {@inheritDoc} {@code /children} names those that can be asked alone, as Prometheus asks. */
    @Override
    public Optional<StatusAnswer> page(String path, String host) {
        return path.equals("/children")
                ? Optional.of(StatusAnswer.json(ServiceDiscovery.of(children.facts(), host)))
                : Optional.empty();
    }

    /** {@inheritDoc} Always: a child that dies is replaced. */
    @Override
    public boolean isAlive() {
        return true;
    }
}

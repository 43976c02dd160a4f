package org.servletmpm.process;

import java.util.Map;
import org.servletmpm.directive.Directives;
import org.servletmpm.life.Supervisor;
import org.servletmpm.probe.ProbedEngine;
import org.servletmpm.probe.Readiness;
import org.servletmpm.status.EngineName;

/** Says what a control is, to JMX, the status pages and the probes. Any thread. */
final class ControlStatus implements ControlMXBean, ProbedEngine {

    private final EngineName name;
    private final Supervisor parent;
    private final ProcessChildren children;

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
        return children.serving() > 0 ? Readiness.READY : Readiness.STARTING;
    }

    /** {@inheritDoc} Always: a child that dies is replaced. */
    @Override
    public boolean isAlive() {
        return true;
    }
}

package org.servletmpm.life;

import java.util.List;
import org.servletmpm.directive.Directives;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.regulator.Action;
import org.servletmpm.regulator.Regulator;

/** Asks the regulator and carries out what it decides. The parent's thread. */
final class SpareMaintenance implements Maintenance {

    private final Children children;
    private final ChildStarter starter;
    private final RateLimitedLogger logger;
    private Regulator regulator;
    private Regulator.State state = Regulator.State.initial();

    SpareMaintenance(
            Children children,
            ChildStarter starter,
            Directives directives,
            RateLimitedLogger logger) {
        this.children = children;
        this.starter = starter;
        this.regulator = new Regulator(directives);
        this.logger = logger;
    }

    /** Regulates by other directives after a graceful restart. */
    void restarted(Directives next) {
        regulator = new Regulator(next);
        state = state.afterRestart();
    }

    @Override
    public void regulate() {
        Regulator.Decision decision = regulator.decide(children.states(), state);
        state = decision.state();
        for (Action action : decision.actions()) {
            if (!carryOut(action)) {
                return;
            }
        }
    }

    /**
     * @return false when the rest would fail as well
     */
    private boolean carryOut(Action action) {
        if (action instanceof Action.Start start) {
            return start(start.slot(), start.reason());
        } else if (action instanceof Action.Retire retire) {
            children.leave(List.of(retire.slot()), retire.reason());
        } else if (action instanceof Action.Report report) {
            logger.log(report.level(), report.message());
        }
        return true;
    }

    /**
     * @return whether a child was started; if not, growth begins slowly again
     */
    boolean start(int slot, String reason) {
        boolean started = starter.tryIn(slot, reason);
        if (!started) {
            state = state.afterFailedStart();
        }
        return started;
    }
}

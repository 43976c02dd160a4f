package org.servletmpm.engine;

import java.lang.System.Logger.Level;
import java.util.function.Predicate;
import org.servletmpm.child.ChildEvents;
import org.servletmpm.life.ParentMailbox;
import org.servletmpm.log.RateLimitedLogger;

/**
 * Logs what happens to children and reports it to their parent. Any thread. It reports also when
 * the line cannot be written.
 */
final class ChildReports implements ChildEvents {

    private final ParentMailbox mailbox;
    private final ExceptionHooks hooks;
    private final RateLimitedLogger logger;
    private final Predicate<String> mayLeave;

    /**
     * @param mayLeave asked with the reason when a child wants to leave
     */
    ChildReports(
            ParentMailbox mailbox,
            ExceptionHooks hooks,
            RateLimitedLogger logger,
            Predicate<String> mayLeave) {
        this.mailbox = mailbox;
        this.hooks = hooks;
        this.logger = logger;
        this.mayLeave = mayLeave;
    }

    @Override
    public boolean mayLeave(String reason) {
        return mayLeave.test(reason);
    }

    @Override
    public void leaving(int slot, int generation, String reason) {
        try {
            logger.log(Level.INFO, "child " + slot + "." + generation + " leaves: " + reason);
        } finally {
            mailbox.leaving();
        }
    }

    @Override
    public void gone(int slot, int generation) {
        mailbox.gone(slot);
        logger.log(Level.DEBUG, "child " + slot + "." + generation + " is gone");
    }

    @Override
    public void died(Thread worker, int slot, int generation, Error cause, boolean replaced) {
        logger.log(
                Level.ERROR,
                worker.getName()
                        + " ends by an Error"
                        + (replaced ? ", another worker takes its place: " : ": ")
                        + cause,
                cause);
        hooks.fatal(new ExceptionHook.FatalError(worker.getName(), slot, generation, cause));
    }
}

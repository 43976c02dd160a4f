package org.servletmpm.process;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.servletmpm.directive.Directives;
import org.servletmpm.log.RateLimitedLogger;

/**
 * Keeps account of children that die although nobody has told them to leave: when another one may
 * be started, and whether there are too many. The parent's thread, except {@link #areTooMany}.
 */
final class Deaths {

    private final RateLimitedLogger logger;
    private final CrashBackoff backoff = new CrashBackoff();
    private final CrashRate rate;
    private final String limit;
    private final List<ChildDeathHook> hooks = new ArrayList<>();

    private volatile boolean tooMany;

    Deaths(Directives directives, RateLimitedLogger logger) {
        this.logger = logger;
        this.rate = new CrashRate(directives.crashLimit());
        this.limit = "CrashLimit " + directives.crashLimit();
        if (directives.enableExceptionHook()) {
            load();
        }
    }

    private void load() {
        try {
            ServiceLoader.load(ChildDeathHook.class).forEach(hooks::add);
        } catch (ServiceConfigurationError e) {
            logger.log(Level.WARNING, "no hook will be told of a child's death: " + e, e);
        }
    }

    /**
     * @param counts not if a rolling restart has failed by it: that ends the dying, and the next
     *     one is perhaps better
     */
    void died(ChildDeathHook.Death death, boolean counts) {
        if (counts) {
            count(System.nanoTime());
        }
        for (ChildDeathHook hook : hooks) {
            try {
                hook.died(death);
            } catch (RuntimeException | Error e) {
                logger.log(Level.WARNING, "hook " + hook + ": " + e, e);
            }
        }
    }

    private void count(long now) {
        rate.died(now);
        look();
        int rest = backoff.died(now);
        if (rest > 0) {
            String line = "children die one after the other: none is started for " + rest + " s";
            logger.log(Level.WARNING, line);
        }
    }

    /** Once a second, and at each death. */
    void look() {
        boolean before = tooMany;
        tooMany = rate.isExceeded(System.nanoTime());
        if (tooMany && !before) {
            logger.log(Level.ERROR, limit + ": so many children have died; the others serve on");
        }
    }

    boolean mayStart() {
        return backoff.isOver(System.nanoTime());
    }

    /**
     * @return whether CrashLimit is exceeded. Any thread.
     */
    boolean areTooMany() {
        return tooMany;
    }
}

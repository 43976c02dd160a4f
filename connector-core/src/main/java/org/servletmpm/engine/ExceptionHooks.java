package org.servletmpm.engine;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import org.servletmpm.log.RateLimitedLogger;

/** Tells the exception hooks of fatal errors while EnableExceptionHook is on. Any thread. */
final class ExceptionHooks {

    private final RateLimitedLogger logger;
    private volatile List<ExceptionHook> hooks = List.of();
    private volatile boolean enabled;

    ExceptionHooks(RateLimitedLogger logger) {
        this.logger = logger;
    }

    /** Loads them by the context class loader of the thread that starts the engine. */
    void load() {
        try {
            hooks = ServiceLoader.load(ExceptionHook.class).stream().map(Provider::get).toList();
        } catch (ServiceConfigurationError e) {
            logger.log(Level.WARNING, "no exception hook will be told of anything: " + e, e);
        }
    }

    void enable(boolean enableExceptionHook) {
        enabled = enableExceptionHook;
    }

    void fatal(ExceptionHook.FatalError error) {
        if (!enabled) {
            return;
        }
        for (ExceptionHook hook : hooks) {
            try {
                hook.fatal(error);
            } catch (RuntimeException | Error e) {
                logger.log(Level.WARNING, "exception hook " + hook + ": " + e, e);
            }
        }
    }
}

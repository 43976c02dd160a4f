package org.servletmpm.engine;

import java.lang.System.Logger.Level;

/** Writes what it is told to the log, where a test can find it. */
public final class LoggingHook implements ExceptionHook {
    @Override
    public void fatal(FatalError error) {
        System.getLogger(LoggingHook.class.getName()).log(Level.INFO, "told of " + error);
    }
}

package org.servletmpm.it.boot;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What Boot tells an operator of an application that did not start: each a text of its own. */
final class StartErrors extends Handler implements AutoCloseable {

    private static final String REPORTER =
            "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

    /** Held: a logger that nobody holds loses its handlers. */
    private final Logger logger = Logger.getLogger(REPORTER);

    private final List<String> texts = new CopyOnWriteArrayList<>();

    StartErrors() {
        setFormatter(new SimpleFormatter());
        logger.addHandler(this);
    }

    List<String> texts() {
        return texts;
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel() == Level.SEVERE) {
            texts.add(getFormatter().formatMessage(entry));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}

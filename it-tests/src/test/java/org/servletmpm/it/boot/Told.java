package org.servletmpm.it.boot;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What an operator is told, from its making until it is closed. */
final class Told extends Handler implements AutoCloseable {

    private static final String REPORTER =
            "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

    /** Held: a logger that nobody holds loses its handlers. */
    private final Logger logger;

    private final List<String> texts = new CopyOnWriteArrayList<>();

    private Told(String category, Level level) {
        setFormatter(new SimpleFormatter());
        setLevel(level);
        logger = Logger.getLogger(category);
        logger.addHandler(this);
    }

    /** Of an application that did not start, by Boot. */
    static Told ofStarts() {
        return new Told(REPORTER, Level.SEVERE);
    }

    /** Anything to worry about, by Tomcat. */
    static Told byTomcat() {
        return new Told("org.apache", Level.WARNING);
    }

    List<String> texts() {
        return texts;
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
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

package org.servletmpm.adapters;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Collects what a logger and those below it log, in any thread, until it is closed. */
public final class CapturedLog extends Handler implements AutoCloseable {

    /** Held: a logger that nobody holds loses its handlers. */
    private final Logger logger;

    private final Formatter formatter = new SimpleFormatter();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    /** Of this project, at all levels. */
    public CapturedLog() {
        this("org.servletmpm", Level.ALL);
    }

    /**
     * @param name of the logger; the empty one is all of the JVM
     */
    public CapturedLog(String name, Level least) {
        setLevel(least);
        logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    /** A level and a message each, so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    public List<String> containing(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    @Override
    public void publish(LogRecord line) {
        if (isLoggable(line)) {
            lines.add(line.getLevel() + " " + formatter.formatMessage(line));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}

package org.servletmpm.adapters;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What this project logs, from all threads, until it is closed. */
public final class LogLines extends Handler {

    /** Held: a logger that nobody holds loses its handlers. */
    private final Logger logger = Logger.getLogger("org.servletmpm");

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    public LogLines() {
        logger.addHandler(this);
    }

    public List<String> containing(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line.getLevel() + " " + line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}

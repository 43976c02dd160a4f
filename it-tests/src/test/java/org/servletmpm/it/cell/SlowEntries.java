package org.servletmpm.it.cell;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the slow log of this JVM's engines says, until it is closed. */
public final class SlowEntries extends Handler implements AutoCloseable {

    /** Held: a logger that nobody holds loses its handlers. */
    private final Logger logger = Logger.getLogger("org.servletmpm.engine.SlowLog");

    private final Queue<String> entries = new ConcurrentLinkedQueue<>();

    public SlowEntries() {
        logger.addHandler(this);
    }

    /** Those of the engine on that port, with the level before each. */
    public List<String> of(int port) {
        return entries.stream().filter(entry -> entry.contains("port " + port + ",")).toList();
    }

    @Override
    public void publish(LogRecord entry) {
        entries.add(entry.getLevel() + " " + entry.getMessage());
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}

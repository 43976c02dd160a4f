package org.servletmpm.probe;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Listen;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.status.EngineName;

/**
 * Opens and closes an engine's StatusListen. The threads that start and stop the engine; any thread
 * may ask for the address.
 */
public final class StatusPort {

    private final EngineName name;
    private final ProbedEngine engine;
    private final RateLimitedLogger logger;
    private volatile Optional<StatusListener> listener = Optional.empty();

    public StatusPort(EngineName name, ProbedEngine engine, RateLimitedLogger logger) {
        this.name = name;
        this.engine = engine;
        this.logger = logger;
    }

    /**
     * @param listen empty for none
     * @throws IOException when the port cannot be had
     */
    public void open(Optional<Listen> listen) throws IOException {
        if (listen.isEmpty()) {
            return;
        }
        StatusListener opened =
                new StatusListener(name.threads(), listen.get(), engine, this::failed);
        listener = Optional.of(opened);
        opened.start();
        String url = "http://" + opened.place() + "/server-status";
        logger.log(Level.INFO, "status at " + url);
    }

    private void failed(Throwable cause) {
        logger.failure(Level.WARNING, Directive.STATUS_LISTEN.toString(), null, cause);
    }

    /** Ends it, if there is one. */
    public void close() {
        listener.ifPresent(StatusListener::stop);
    }

    /**
     * @return such as {@code 127.0.0.1:9000}; empty without StatusListen
     */
    public String address() {
        return listener.map(StatusListener::place).orElse("");
    }
}

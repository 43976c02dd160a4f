package org.servletmpm.jetty;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.servletmpm.engine.GracefulStop;

/**
 * Stops the connectors of a server gracefully, all at once and before anything else of it: with a
 * stop timeout the server's handlers would refuse requests that the connectors still take. Runs in
 * the thread that stops the server.
 */
final class ServerStop implements LifeCycle.Listener {

    private final Server server;

    /**
     * The server's stop timeout as it was written, while the server's is what is left of it; else
     * negative.
     */
    private long written = -1;

    ServerStop(Server server) {
        this.server = server;
    }

    /** {@inheritDoc} The first connector's listener does it for all. */
    @Override
    public void lifeCycleStopping(LifeCycle stopping) {
        if (stopping != server) {
            return;
        }
        long millis = server.getStopTimeout();
        List<GracefulStop> begun =
                Stream.of(server.getConnectors())
                        .filter(MpmServerConnector.class::isInstance)
                        .map(connector -> ((MpmServerConnector) connector).gracefulStop())
                        .flatMap(Optional::stream)
                        .filter(stop -> stop.begin(millis))
                        .toList();
        begun.forEach(GracefulStop::awaitDelay);
        long began = System.nanoTime();
        begun.forEach(stop -> stop.awaitDrained(millis));
        long taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        if (millis > 0 && !begun.isEmpty()) {
            written = millis;
            server.setStopTimeout(Math.max(millis - taken, 1));
        }
    }

    /** Gives the server its stop timeout back, once it has looked at it. */
    void over() {
        if (written > 0) {
            server.setStopTimeout(written);
            written = -1;
        }
    }
}

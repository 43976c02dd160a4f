package org.servletmpm.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.servletmpm.connection.Connection;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Incompatible;
import org.servletmpm.directive.Model;

/**
 * Decides which requests pin their connection to one worker: in event, those whose path matches a
 * pattern of EventIncompatible, and those for which the adapter finds a filter or servlet that
 * needs one thread for each connection. In prefork and worker no request does, because each
 * connection has its thread. Any thread.
 */
public final class PinningPolicy {

    /**
     * Says which paths pin by directive.
     *
     * @param pins whether the model is event
     * @param named by EventIncompatible
     */
    private record Rule(boolean pins, Incompatible named) {}

    private final Consumer<String> warnings;
    private final AtomicBoolean warned = new AtomicBoolean();
    private volatile Rule rule = new Rule(false, Incompatible.NONE);

    /**
     * @param warnings writes a line to the connector's log
     */
    public PinningPolicy(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    /** Follows the directives of a start or a graceful restart. */
    public void configure(Directives directives) {
        rule = new Rule(directives.model() == Model.EVENT, directives.eventIncompatible());
    }

    /**
     * @return whether a request may pin its connection, so that applications have to be looked at
     */
    public boolean pins() {
        return rule.pins();
    }

    /**
     * @return the classes and patterns that EventIncompatible names
     */
    public Incompatible named() {
        return rule.named();
    }

    /**
     * @return whether a request may pin this connection, which is not pinned yet
     */
    public boolean mayPin(Connection connection) {
        return rule.pins() && connection.pinnedBy() == null;
    }

    /**
     * Pins a connection.
     *
     * @param by the filter's or servlet's class, or the pattern
     */
    public void pin(Connection connection, String by) {
        connection.pin(by);
        // Of several requests at once no one thread can have all.
        if (connection.handler().isMultiplexed() && warned.compareAndSet(false, true)) {
            warnings.accept(
                    by
                            + " needs one thread for each connection, and was met over HTTP/2,"
                            + " whose requests come at once, each on a thread of its own. Serve it"
                            + " over HTTP/1.1");
        }
    }
}

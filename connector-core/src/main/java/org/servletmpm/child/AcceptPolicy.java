package org.servletmpm.child;

import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.servletmpm.connection.Connection;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.AsyncState;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Total;

/**
 * Whether a child takes another connection, what becomes of the one it takes, and when it has taken
 * enough (AsyncRequestWorkerFactor, MaxConnectionsPerChild). Its methods are for the thread that
 * accepts, except {@link #canServe}, {@link #hasRoom}, {@link #eased} and {@link #show}, which are
 * for any.
 */
final class AcceptPolicy {

    private final Child child;
    private final ChildGroup group;
    private final ChildScore score;
    private final ConnectionTable connections;
    private final ChildHost host;
    private final boolean event;
    private final int mostConnections;
    private final Admission admission;
    private final AdmissionGate gate = new AdmissionGate(this::isAdmitted);

    /** Connections accepted so far. */
    private int accepted;

    AcceptPolicy(
            Child child,
            ChildGroup group,
            Directives directives,
            ConnectionTable connections,
            ChildHost host) {
        this.child = child;
        this.group = group;
        this.score = child.score();
        this.connections = connections;
        this.host = host;
        this.event = group.model() == Model.EVENT;
        this.mostConnections = directives.maxConnectionsPerChild();
        this.admission =
                new Admission(directives.threadsPerChild(), directives.asyncRequestWorkerFactor());
    }

    private boolean isAdmitted(boolean stopped) {
        return admission.accepts(
                score.connections(), score.async(AsyncState.CLOSING), child.idleWorkers(), stopped);
    }

    /**
     * @return whether a connection taken now would be served
     */
    boolean canServe() {
        return !child.isEnding()
                && !child.isLeaving()
                && (event ? gate.isOpen() || group.isDraining() : child.hasIdle());
    }

    /**
     * Somebody waits to be accepted. While draining, whoever is queued is, as far as he can be
     * served.
     *
     * @return whether the child takes another connection
     */
    boolean admits() {
        if (!event || group.isDraining() || gate.admits()) {
            return true;
        }
        show();
        return false;
    }

    /**
     * Of its limit alone; any thread.
     *
     * @return whether the child may have another connection
     */
    boolean hasRoom() {
        return isAdmitted(!gate.isOpen());
    }

    /** Accepts again if it had stopped and may. */
    void acceptAgain() {
        if (gate.open()) {
            show();
        }
    }

    /** The child has a connection less, or one that does not count, or an idle worker more. */
    void eased() {
        if (gate.mayOpen()) {
            child.wakeListener();
        }
    }

    /** Tells the scoreboard; the last to come sees what all that came before have changed. */
    synchronized void show() {
        score.accepting(!child.isEnding() && !child.isLeaving() && gate.isOpen());
    }

    /**
     * Makes a connection of what was accepted. Never throws: even without memory for a log line the
     * client is not left waiting.
     *
     * @return the connection, or null when the container refused it
     */
    Connection open(SocketChannel channel) {
        accepted++;
        Connection connection = null;
        try {
            channel.configureBlocking(false);
            connection = group.adapter().connection(group.nextConnection(), channel, host);
            connections.add(connection);
            return connection;
        } catch (Throwable t) {
            refuse(channel, connection, t);
            return null;
        }
    }

    /**
     * @param made what the container holds it by; null when it did not come to that
     */
    private void refuse(SocketChannel channel, Connection made, Throwable cause) {
        score.count(Total.REFUSED_BY_CONTAINER);
        // Closed already, it was one too many for the container, or its client's affair.
        Level level = cause instanceof ClosedChannelException ? Level.DEBUG : Level.WARNING;
        try (channel) {
            try {
                group.refused(level, cause);
            } finally {
                if (made != null) {
                    made.abort();
                }
            }
        } catch (Throwable t) {
            // It has been told of, if that was possible.
            return;
        }
    }

    /** The child leaves once MaxConnectionsPerChild connections were accepted. */
    void leaveIfWornOut() {
        if (mostConnections > 0 && accepted >= mostConnections && !group.isDraining()) {
            group.leave(child, "MaxConnectionsPerChild " + mostConnections + " is reached");
        }
    }
}

package org.servletmpm.accept;

/**
 * Says whether a child takes another connection ({@link Capacity}), and when it has taken enough
 * (MaxConnectionsPerChild). Its methods are for the thread that accepts, except {@link #canServe},
 * {@link #hasRoom}, {@link #eased} and {@link #show}, which are for any.
 */
public final class AcceptPolicy {

    private final AcceptChild child;
    private final ListeningSocket socket;
    private final Capacity capacity;
    private final int mostConnections;

    /** Connections accepted so far. */
    private int accepted;

    /**
     * @param mostConnections MaxConnectionsPerChild; 0 for any number
     */
    public AcceptPolicy(
            AcceptChild child, ListeningSocket socket, Capacity capacity, int mostConnections) {
        this.child = child;
        this.socket = socket;
        this.capacity = capacity;
        this.mostConnections = mostConnections;
    }

    /**
     * @return whether a connection taken now would be served
     */
    boolean canServe() {
        return !child.isEnding() && !child.isLeaving() && capacity.canServe(socket.isDraining());
    }

    /**
     * A client waits to be accepted. While draining, each one is that can be served.
     *
     * @return whether the child takes another connection
     */
    boolean admits() {
        boolean wasOpen = capacity.isOpen();
        if (socket.isDraining() || capacity.admits()) {
            return true;
        }
        if (wasOpen) {
            child.admissionClosed();
        }
        show();
        return false;
    }

    /**
     * @return whether the child may have another connection, of its limit alone
     */
    public boolean hasRoom() {
        return capacity.hasRoom();
    }

    /** Accepts again if it had stopped and may. */
    void acceptAgain() {
        if (capacity.open()) {
            show();
        }
    }

    /** The child has a connection less, or one that does not count, or an idle worker more. */
    public void eased() {
        if (capacity.mayOpen()) {
            child.wakeListener();
        }
    }

    /** Tells the scoreboard; the last to come sees what all that came before have changed. */
    public synchronized void show() {
        child.score().accepting(!child.isEnding() && !child.isLeaving() && capacity.isOpen());
    }

    /** A connection was accepted. */
    void taken() {
        accepted++;
    }

    /** The child leaves once MaxConnectionsPerChild connections were accepted. */
    void leaveAtMaxConnections() {
        if (mostConnections > 0 && accepted >= mostConnections && !socket.isDraining()) {
            child.leave("MaxConnectionsPerChild " + mostConnections + " is reached");
        }
    }
}
